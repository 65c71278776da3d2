import {Failure} from '../failure.ts'
import {isDestructive, type Plan, type Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {isEmptyDatabase} from '../postgres/database.ts'
import {parseRename} from '../schema/plan/rename/rename.ts'
import {applyRecipe} from '../schema/shadow.ts'
import {shellCommand} from '../shell.ts'
import {adoptMigrations} from './adopt-migrations.ts'
import {compareSources} from './compare.ts'
import {masterRecipe} from './master.ts'
import {type Opened, openDatabase} from './open.ts'
import {type PlanningOptions, planComparison} from './plan.ts'
import {runPlan} from './run-plan.ts'
import {MASTER, openSource} from './source.ts'
import {takeTurn} from './turn.ts'
import type {Workspace} from './workspace.ts'

export type ApplyOptions = Omit<PlanningOptions, 'prove'>

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
  options: ApplyOptions = {},
): Promise<Application> {
  for (const rename of options.renames ?? []) parseRename(rename)
  const {files} = await masterRecipe(workspace)
  const opened = await openDatabase(workspace, name)
  if (await withConnection(opened.address, isEmptyDatabase)) return {does: 'create', opened, files: files.length}
  const actual = await openSource(workspace, name)
  const expected = await openSource(workspace, MASTER, {near: opened})
  const compared = await compareSources(workspace, actual, expected)
  if (!compared.differences.some(({details}) => details.real.length)) return {does: 'nothing', opened}
  return {does: 'alter', opened, plan: await planComparison(workspace, compared, {...options, prove: true})}
}

export type RunOptions = {
  /** Whether steps that lose data may run. */
  readonly allowDestructive: boolean
  readonly onStep?: (step: Step, index: number) => void
}

/**
 * Refuses what must not run, before anything else is asked or done.
 * @throws Failure `destructive_plan`, `unproven_plan`
 */
export function checkApply(application: Application, options: Pick<RunOptions, 'allowDestructive'>): void {
  if (application.does === 'alter') refuse(application.plan, application.opened.database.name, options)
}

/**
 * Brings the database to the master schema, as prepared.
 * @throws Failure `destructive_plan`, `unproven_plan`, `changed_meanwhile`, `sql_error`, `step_failed`, `lock_timeout`, `interrupted`
 */
export async function runApply(workspace: Workspace, application: Application, options: RunOptions): Promise<void> {
  const {does, opened} = application
  if (does === 'nothing') return
  checkApply(application, options)
  await withConnection(opened.address, async (client) => {
    await takeTurn(client, 'apply', workspace)
    if (does === 'create') {
      if (!(await isEmptyDatabase(client)))
        throw new Failure('changed_meanwhile', `${opened.database.name} is not empty any more`, {
          hint: `run it again: pgplumb apply ${opened.database.name}`,
        })
      await applyRecipe(opened.address, await masterRecipe(workspace), workspace.signal)
      await adoptMigrations(workspace, opened.address)
    } else await runPlan(workspace, opened, client, application.plan.steps, options)
  })
}

function refuse(plan: Plan, name: string, {allowDestructive}: Pick<RunOptions, 'allowDestructive'>): void {
  const flags = plan.suggestions.flatMap((rename) => ['--rename', rename])
  const told = flags.length && `if it was renamed, say so: ${shellCommand(['pgplumb', 'apply', name, ...flags])}`
  if (!plan.proven)
    throw new Failure('unproven_plan', `the plan for ${name} could not be proven, so it is not run`, {
      detail: plan.reason ?? '',
      hint: told || `pgplumb plan ${name} prints it, to be looked at and run by hand`,
    })
  const losing = plan.steps.filter(isDestructive)
  if (losing.length && !allowDestructive)
    throw new Failure('destructive_plan', `the plan for ${name} loses data, so it is not run`, {
      detail: losing.map(({sql}) => sql).join('\n'),
      hint: told || 'look at it with pgplumb plan; --allow-destructive runs it',
    })
}
