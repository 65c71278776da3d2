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
  const named = before.at(-1)?.startsWith('--')
    ? command?.flags.find(({name}) => `--${name}` === before.at(-1))
    : undefined
  if (named?.takesValue) {
    if (named.options.length > 0) return Promise.resolve(starting(named.options))
    return DATABASE.test(named.name) ? databases().then(starting) : Promise.resolve([])
  }
  if (current.startsWith('-')) return Promise.resolve(starting((command?.flags ?? []).map(({name}) => `--${name}`)))
  const next = subcommands(commands, plain)
  const takesDatabase = command?.args.some((name) => DATABASE.test(name)) ?? false
  if (!takesDatabase) return Promise.resolve(starting(next))
  return databases().then((names) => starting([...next, ...names]))
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
