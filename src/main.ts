import {run, settings} from '@oclif/core'
import {wantsDebug, wantsJson} from './command/argv.ts'
import {readersMayLeave} from './command/readers-may-leave.ts'
import {tellUncaught} from './command/tell-uncaught.ts'

/** Runs the command line once. `loadOptions` overrides where oclif finds the commands (used to run from source). */
export async function main(dir: string, args: string[], loadOptions?: object): Promise<void> {
  settings.enableAutoTranspile = false
  readersMayLeave()
  tellUncaught((error) => fail(error, args))
  const [first, ...rest] = args
  try {
    await run(first === 'help' ? [...rest, '--help'] : args, loadOptions ? (loadOptions as never) : dir)
  } catch (error) {
    await fail(error, args)
  }
}

/** Commands report their own errors; here are those from before and after a command. */
async function fail(error: unknown, args: readonly string[]): Promise<void> {
  const exit = exitCode(error)
  process.exitCode = exit ?? 2
  if (exit !== null) return
  const {asFailure} = await import('./command/as-failure.ts')
  const {printFailure} = await import('./command/print-failure.ts')
  await printFailure(asFailure(error), {json: wantsJson(args), debug: wantsDebug(args)})
}

/** The code of oclif's `this.exit(code)`, which is thrown; null for a real error. */
function exitCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIT' || !('oclif' in error)) return null
  const {oclif} = error
  return typeof oclif === 'object' && oclif && 'exit' in oclif && typeof oclif.exit === 'number' ? oclif.exit : 0
}
