import type {Failure} from '../failure.ts'
import {failureJson, renderFailure} from '../report/failure.ts'
import {note, printJson, themeFor, widthOf} from './output.ts'

/** Tells the user why it could not run: on stderr, or as JSON on stdout. */
export async function printFailure(
  failure: Failure,
  {json, debug}: {readonly json: boolean; readonly debug: boolean},
): Promise<void> {
  if (json) printJson(failureJson(failure, {debug}))
  else note(renderFailure(failure, {theme: await themeFor(process.stderr), width: widthOf(process.stderr), debug}))
}
