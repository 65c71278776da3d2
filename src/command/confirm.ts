import {createInterface} from 'node:readline'
import {Failure} from '../failure.ts'

export type ConfirmOptions = {
  /** `--yes` was given. */
  readonly yes: boolean
  /** The name of the database, where it is protected. */
  readonly protectedName?: string | undefined
  /** What `--confirm` says. */
  readonly confirm?: string | undefined
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
  const {protectedName, interactive} = options
  if (options.confirm !== undefined && protectedName !== undefined && options.confirm !== protectedName)
    throw refusal(`--confirm names "${options.confirm}", but the database is "${protectedName}"`, options)
  const named = protectedName === undefined || options.confirm === protectedName
  if (options.yes && named) return
  if (!interactive) {
    const why = named ? 'it needs --yes' : `"${protectedName}" is protected: it needs --yes and --confirm`
    throw refusal(`${question} Nobody is there to answer, so ${why}`, options)
  }
  const answer = named
    ? await ask(`${question} [y/N] `, options)
    : await ask(`${question} "${protectedName}" is protected; type its name to go on: `, options)
  const agreed = named ? /^(y|yes)$/i.test(answer.trim()) : answer.trim() === protectedName
  if (!agreed) throw new Failure('needs_confirmation', 'not confirmed; nothing was done')
}

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
export function confirmed(argv: readonly string[], protectedName?: string): string[] {
  const kept = argv.filter(
    (word, index) => word !== '--yes' && !word.startsWith('--confirm') && argv[index - 1] !== '--confirm',
  )
  return [...kept, '--yes', ...(protectedName === undefined ? [] : ['--confirm', protectedName])]
}
