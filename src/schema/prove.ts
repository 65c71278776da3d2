import type {Change} from '../change.ts'
import {Failure} from '../failure.ts'
import type {ProofRows, Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {isServerError} from '../postgres/errors.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {type Clone, type CloneOptions, NO_ROWS, withClone} from './clone/clone.ts'
import {compare} from './compare.ts'
import type {CompareOptions} from './difference.ts'
import type {Schema} from './entry.ts'
import {readDatabase} from './read.ts'
import {runSteps} from './run-steps.ts'

export type Proof = {
  readonly proven: boolean
  /** Why not: what the server said, or what is left. */
  readonly reason: string | null
  /** The number of the step that failed, from 1. */
  readonly failedStep: number | null
  readonly rows: ProofRows
  readonly left: readonly Change[]
}

export type ProofOptions = CompareOptions &
  Omit<CloneOptions, 'sql'> & {
    readonly pgDump: PgDumpChoice
    readonly signal?: AbortSignal
  }

/**
 * Runs the steps on a clone of `actual` and looks with pg_dump, not with the code that planned, whether it is then
 * like `expected`.
 */
export async function prove(
  actual: Schema,
  expected: Schema,
  steps: readonly Step[],
  options: ProofOptions,
): Promise<Proof> {
  try {
    return await withClone(actual, {...options, sql: steps.map(({sql}) => sql)}, (clone) =>
      tryOut(clone, expected, steps, options),
    )
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'clone_failed') throw error
    const reason = [error.message, error.detail].filter(Boolean).join('; ')
    return {proven: false, reason, failedStep: null, rows: NO_ROWS, left: []}
  }
}

async function tryOut(
  {address, rows}: Clone,
  expected: Schema,
  steps: readonly Step[],
  options: ProofOptions,
): Promise<Proof> {
  const {pgDump, signal} = options
  const stoppable = signal ? {signal} : {}
  let at = 0
  try {
    await withConnection(address, (client) =>
      runSteps(client, steps, {
        ...stoppable,
        onStep: (_, index) => {
          at = index
        },
      }),
    )
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'step_failed' || !isServerError(error.cause)) throw error
    const {detail} = error.cause
    return {
      proven: false,
      reason: `${error.message}${detail ? ` (${detail})` : ''}`,
      failedStep: at + 1,
      rows,
      left: [],
    }
  }
  const left = (await compare(await readDatabase(address, {pgDump, ...stoppable}), expected, options)).filter(
    ({cosmetic}) => !cosmetic,
  )
  return {proven: left.length === 0, reason: left.length ? leftOver(left) : null, failedStep: null, rows, left}
}

const leftOver = (left: readonly Change[]): string =>
  `${left.length} ${left.length === 1 ? 'difference is' : 'differences are'} left: ${left
    .slice(0, 5)
    .map(({change, kind, identity}) => `${kind} ${identity} (${change})`)
    .join(', ')}${left.length > 5 ? ', …' : ''}`
