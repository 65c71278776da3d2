import type {Plan, Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {readDependencies} from '../schema/dependencies.ts'
import {planSteps} from '../schema/plan/steps.ts'
import {prove} from '../schema/prove.ts'
import type {Comparison} from './compare.ts'
import {comparison, type DriftOptions} from './drift.ts'
import {shadowPlace} from './shadow-place.ts'
import {MASTER} from './source.ts'
import type {Workspace} from './workspace.ts'

export type PlanOptions = DriftOptions & {
  /** Whether the plan is run on a clone. Default true. */
  readonly prove?: boolean
  /** Whether to take the forms that let others go on working. Default true. */
  readonly online?: boolean
}

/** The steps that make `actual` like `expected`, proven on a clone. Nothing is changed. */
export async function plan(
  workspace: Workspace,
  actual: string,
  expected: string = MASTER,
  {prove = true, online = true, ...options}: PlanOptions = {},
): Promise<Plan> {
  return planComparison(workspace, await comparison(workspace, actual, expected, options), {prove, online})
}

export async function planComparison(
  workspace: Workspace,
  compared: Comparison,
  options: {readonly prove: boolean; readonly online: boolean},
): Promise<Plan> {
  const {actual, actualSchema, expectedSchema, differences} = compared
  const address = actual.opened?.address
  const steps = await planSteps(actualSchema, expectedSchema, differences, {
    online: options.online,
    ...(address ? {dependencies: () => withConnection(address, readDependencies)} : {}),
  })
  if (!options.prove) return {proven: null, reason: null, steps}
  return {steps, ...(await proofOf(workspace, compared, steps))}
}

async function proofOf(
  workspace: Workspace,
  compared: Comparison,
  steps: readonly Step[],
): Promise<Pick<Plan, 'proven' | 'reason'>> {
  if (!steps.length) return {proven: true, reason: null}
  const place = await shadowPlace(workspace, compared.actual.opened)
  const {proven, reason} = await prove(compared.actualSchema, compared.expectedSchema, steps, {
    ...compared.options,
    server: place.server,
    own: place.own,
    pgDump: compared.pgDump,
    ...(workspace.signal ? {signal: workspace.signal} : {}),
  })
  return {proven, reason}
}
