/** What completion has to know of a command. */
export type Completable = {
  /** `migrate:up` */
  readonly id: string
  readonly args: readonly string[]
  readonly flags: readonly {
    readonly name: string
    readonly takesValue: boolean
    readonly options: readonly string[]
  }[]
}

/** Arguments and flags whose value is the name of a database. */
const DATABASE = /^(?:database|source|actual|expected|shard)$/

/**
 * What the last of the words may become; `words` are those after the program's name. Nothing where the shell knows better
 * (a file's name).
 */
export function complete(
  commands: readonly Completable[],
  words: readonly string[],
  databases: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const current = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const plain = before.filter((word) => !word.startsWith('-'))
  const command = longest(commands, plain)
  const starting = (candidates: readonly string[]): readonly string[] =>
    [...new Set(candidates)].filter((candidate) => candidate.startsWith(current)).sort()
  const {flag, value, prefix} = beingGiven(words)
  const named = command?.flags.find(({name}) => `--${name}` === flag)
  if (named?.takesValue) {
    const fitting = (values: readonly string[]): readonly string[] =>
      values.filter((one) => one.startsWith(value)).map((one) => prefix + one)
    if (named.options.length > 0) return Promise.resolve(fitting(named.options).toSorted())
    return DATABASE.test(named.name) ? databases().then((names) => fitting(names).toSorted()) : Promise.resolve([])
  }
  if (current.startsWith('-')) return Promise.resolve(starting((command?.flags ?? []).map(({name}) => `--${name}`)))
  const next = subcommands(commands, plain)
  const takesDatabase = command?.args.some((name) => DATABASE.test(name)) ?? false
  if (!takesDatabase) return Promise.resolve(starting(next))
  return databases().then((names) => starting([...next, ...names]))
}

/**
 * The flag whose value the last word is, or begins: `--format ju`, `--format=ju`, and the three words that bash makes of
 * the latter. `prefix` is what the last word has before the value.
 */
function beingGiven(words: readonly string[]): {
  readonly flag: string | undefined
  readonly value: string
  readonly prefix: string
} {
  const [last = '', previous = '', third] = words.toReversed()
  const [, flag, value] = /^(--[\w-]+)=(.*)$/s.exec(last) ?? []
  if (flag !== undefined && value !== undefined) return {flag, value, prefix: `${flag}=`}
  if (last === '=') return {flag: previous, value: '', prefix: ''}
  return {flag: previous === '=' ? third : previous, value: last, prefix: ''}
}

/** The command that the words name, with what follows it left aside: `migrate up dev` is `migrate:up`. */
function longest(commands: readonly Completable[], words: readonly string[]): Completable | null {
  for (let length = words.length; length > 0; length--) {
    const id = words.slice(0, length).join(':')
    const found = commands.find((command) => command.id === id)
    if (found) return found
  }
  return null
}

function subcommands(commands: readonly Completable[], words: readonly string[]): readonly string[] {
  const prefix = words.map((word) => `${word}:`).join('')
  return commands
    .map(({id}) => id)
    .filter((id) => id.startsWith(prefix))
    .map((id) => id.slice(prefix.length).split(':')[0] ?? '')
    .filter(Boolean)
}
