import {createInterface} from 'node:readline'
import {Failure} from '../failure.ts'

/** What has to be typed, or given with --confirm, and why: `is protected`. */
export type Named = {readonly name: string; readonly why: string}

export type ConfirmOptions = {
  /** `--yes` was given. */
  readonly yes: boolean
  readonly names: readonly Named[]
  /** What `--confirm` says. */
  readonly given: readonly string[]
  /** The command line that would do it without asking. */
  readonly repeat: string
  /** Whether somebody is there to ask. */
  readonly interactive: boolean
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

/**
 * Goes on only when a person wants what destroys: by flags, or by an answer on the terminal.
 * @throws Failure `needs_confirmation`
 */
export async function confirm(question: string, options: ConfirmOptions): Promise<void> {
  const {yes, names, given, interactive} = options
  const stranger = given.find((word) => names.length > 0 && !names.some(({name}) => name === word))
  if (stranger !== undefined)
    throw refusal(`--confirm names "${stranger}", but it is about ${names.map(quoted).join(' and ')}`, options)
  const missing = names.filter(({name}) => !given.includes(name))
  if (yes && missing.length === 0) return
  if (!interactive) {
    const needs = [...(yes ? [] : ['--yes']), ...(missing.length > 0 ? ['--confirm'] : [])].join(' and ')
    const why = missing.map((one) => `${quoted(one)} ${one.why}: `).join('')
    throw refusal(`${question} Nobody is there to answer, so ${why}it needs ${needs}`, options)
  }
  if (missing.length === 0 && !/^(y|yes)$/i.test((await ask(`${question} [y/N] `, options)).trim())) throw refused()
  for (const one of missing) {
    const answer = await ask(`${question} ${quoted(one)} ${one.why}; type its name to go on: `, options)
    if (answer.trim() !== one.name) throw refused()
  }
}

const quoted = ({name}: Named): string => `"${name}"`

const refused = (): Failure => new Failure('needs_confirmation', 'not confirmed; nothing was done')

const refusal = (message: string, {repeat}: ConfirmOptions): Failure =>
  new Failure('needs_confirmation', message, {hint: repeat})

/** The answer; empty when the terminal was closed or Ctrl-C pressed, for neither is a yes. */
function ask(prompt: string, {input, output}: ConfirmOptions): Promise<string> {
  return new Promise((resolve) => {
    const readline = createInterface({input, output})
    let answer = ''
    readline.on('SIGINT', () => readline.close())
    readline.on('close', () => {
      if (answer === '') output.write('\n')
      resolve(answer)
    })
    readline.question(prompt, (text) => {
      answer = text
      readline.close()
    })
  })
}

/** The arguments again, with the flags that answer for a person. */
export function confirmed(argv: readonly string[], names: readonly Named[] = []): string[] {
  const kept = argv.filter(
    (word, index) => word !== '--yes' && !word.startsWith('--confirm') && argv[index - 1] !== '--confirm',
  )
  return [...kept, '--yes', ...[...new Set(names.map(({name}) => name))].flatMap((name) => ['--confirm', name])]
}
