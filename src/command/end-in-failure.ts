import {asFailure, interrupted} from './as-failure.ts'
import {printFailure} from './print-failure.ts'

/** Tells what went wrong, and has the process end with the exit code for it: `exitCode` where a signal ended the work. */
export async function endInFailure(
  error: unknown,
  {commandLine, json, debug}: {readonly commandLine: string; readonly json: boolean; readonly debug: boolean},
  exitCode: number | null = null,
): Promise<void> {
  const failure = asFailure(error, commandLine)
  process.exitCode = exitCode ?? 2
  await printFailure(exitCode === null ? failure : interrupted(failure), {json, debug})
}
