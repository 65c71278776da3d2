import {setTimeout as sleep} from 'node:timers/promises'
import {print, withoutSecrets} from './output.ts'

/** Shows a text under its title, or an object a line, every so many seconds until Ctrl-C. */
export async function repeat(
  seconds: number,
  signal: AbortSignal | undefined,
  title: string,
  show: () => Promise<string | object>,
): Promise<void> {
  while (!signal?.aborted) {
    const shown = await show()
    if (typeof shown === 'string') print(`${clear()}${title}, ${new Date().toLocaleTimeString('en-GB')}\n\n${shown}\n`)
    else print(JSON.stringify(withoutSecrets(shown)))
    await sleep(seconds * 1000, undefined, signal ? {signal} : {}).catch(() => {})
  }
  process.exitCode = 130
}

const clear = (): string => (process.stdout.isTTY ? '\u001b[2J\u001b[H' : '')
