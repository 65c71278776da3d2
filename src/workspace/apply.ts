import {Failure} from '../failure.ts'
import {isDestructive, type Plan, type Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {isEmptyDatabase} from '../postgres/database.ts'
import {runSteps} from '../schema/run-steps.ts'
import {applyRecipe} from '../schema/shadow.ts'
import {adoptMigrations} from './adopt-migrations.ts'
import {compareSources} from './compare.ts'
import {masterRecipe} from './master.ts'
import {type Opened, openDatabase} from './open.ts'
import {planComparison} from './plan.ts'
import {MASTER, openSource} from './source.ts'
import type {Workspace} from './workspace.ts'

export type ApplyOptions = {
  /** Whether to take the forms that let others go on working. Default true. */
  readonly online?: boolean
}

/** What `apply` is going to do to a database. */
export type Application =
  /** The database is empty: the master schema runs as it is. */
  | {readonly does: 'create'; readonly opened: Opened; readonly files: number}
  /** It is like the master schema already. */
  | {readonly does: 'nothing'; readonly opened: Opened}
  | {readonly does: 'alter'; readonly opened: Opened; readonly plan: Plan}

/** Looks what brings a database to the master schema. Changes nothing. */
export async function prepareApply(
  workspace: Workspace,
  name: string,
  {online = true}: ApplyOptions = {},
): Promise<Application> {
  const {files} = masterRecipe(workspace)
  const opened = await openDatabase(workspace, name)
  if (await withConnection(opened.address, isEmptyDatabase)) return {does: 'create', opened, files: files.length}
  const actual = await openSource(workspace, name)
  const expected = await openSource(workspace, MASTER, {near: opened})
  const compared = await compareSources(workspace, actual, expected)
  if (!compared.differences.some(({details}) => details.real.length)) return {does: 'nothing', opened}
  return {does: 'alter', opened, plan: await planComparison(workspace, compared, {prove: true, online})}
}

export type RunOptions = {
  /** Whether steps that lose data may run. */
  readonly allowDestructive: boolean
  readonly onStep?: (step: Step, index: number) => void
}

/**
 * Brings the database to the master schema, as prepared.
 * @throws Failure `destructive_plan`, `unproven_plan`, `sql_error`, `step_failed`
 */
export async function runApply(workspace: Workspace, application: Application, options: RunOptions): Promise<void> {
  const {does, opened} = application
  if (does === 'create') {
    await applyRecipe(opened.address, masterRecipe(workspace), workspace.signal)
    await adoptMigrations(workspace, opened.address)
  }
  if (does !== 'alter') return
  refuse(application.plan, opened.database.name, options)
  await withConnection(opened.address, (client) =>
    runSteps(client, application.plan.steps, {
      ...(workspace.signal ? {signal: workspace.signal} : {}),
      ...(options.onStep ? {onStep: options.onStep} : {}),
    }),
  )
}

function refuse(plan: Plan, name: string, {allowDestructive}: RunOptions): void {
  if (!plan.proven)
    throw new Failure('unproven_plan', `the plan for ${name} could not be proven, so it is not run`, {
      detail: plan.reason ?? '',
      hint: `pgplumb plan ${name} prints it, to be looked at and run by hand`,
    })
  const losing = plan.steps.filter(isDestructive)
  if (losing.length && !allowDestructive)
    throw new Failure('destructive_plan', `the plan for ${name} loses data, so it is not run`, {
      detail: losing.map(({sql}) => sql).join('\n'),
      hint: 'look at it with pgplumb plan; --allow-destructive runs it',
    })
}
