import {note} from './output.ts'

const NUMBERS = {SIGINT: 2, SIGTERM: 15} as const
type Signal = keyof typeof NUMBERS
const SIGNALS: readonly Signal[] = ['SIGINT', 'SIGTERM']

/**
 * From now on the first Ctrl-C (or SIGTERM) asks the work to stop, and the second ends the process at once.
 * The exit code is the shell's for a process that a signal ended: 128 + its number.
 */
export class Interruption {
  readonly #controller = new AbortController()
  #exitCode: number | null = null

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#receive)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Null as long as nobody interrupted. */
  get exitCode(): number | null {
    return this.#exitCode
  }

  end(): void {
    for (const name of SIGNALS) process.off(name, this.#receive)
  }

  readonly #receive = (name: Signal): void => {
    if (this.#exitCode !== null) {
      // Live progress hides the cursor.
      if (process.stderr.isTTY) process.stderr.write('\u001b[?25h')
      process.exit(this.#exitCode)
    }
    this.#exitCode = 128 + NUMBERS[name]
    note(name === 'SIGINT' ? 'stopping… (Ctrl-C again ends at once)' : 'stopping…')
    this.#controller.abort()
  }
}
