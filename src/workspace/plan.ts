import type {Plan, Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {readDependencies} from '../schema/dependencies.ts'
import {parseRename, renameText} from '../schema/plan/rename/rename.ts'
import {withSizes} from '../schema/plan/sizes.ts'
import {planSteps} from '../schema/plan/steps.ts'
import {suggestRenames} from '../schema/plan/suggest.ts'
import {prove} from '../schema/prove.ts'
import type {Comparison} from './compare.ts'
import {comparison, type DriftOptions} from './drift.ts'
import {renamed} from './renames.ts'
import {shadowPlace} from './shadow-place.ts'
import {MASTER} from './source.ts'
import type {Workspace} from './workspace.ts'

export type PlanningOptions = {
  /** Whether the plan is run on a clone. Default true. */
  readonly prove?: boolean
  /** Whether to take the forms that let others go on working. Default true. */
  readonly online?: boolean
  /** What was renamed: `public.users.mail=email`. */
  readonly renames?: readonly string[]
  /** Whether the clone gets the rows of small tables. Default: unless the database is protected, for they would leave it. */
  readonly rows?: boolean
  /** Adds to the steps what no schema says. */
  readonly finish?: (steps: readonly Step[]) => readonly Step[]
}

export type PlanOptions = DriftOptions & PlanningOptions

/**
 * The steps that make `actual` like `expected`, proven on a clone. Nothing is changed.
 * @throws Failure `usage`, `unknown_rename`, `ambiguous_rename`, `rename_conflict`, `clone_failed`
 */
export async function plan(
  workspace: Workspace,
  actual: string,
  expected: string = MASTER,
  {prove = true, online = true, renames = [], rows, ...options}: PlanOptions = {},
): Promise<Plan> {
  // What is no rename is said before anything is read.
  for (const rename of renames) parseRename(rename)
  const compared = await comparison(workspace, actual, expected, options)
  return planComparison(workspace, compared, {prove, online, renames, ...(rows === undefined ? {} : {rows})})
}

export async function planComparison(
  workspace: Workspace,
  original: Comparison,
  {prove = true, online = true, renames = [], rows, finish = (steps) => steps}: PlanningOptions,
): Promise<Plan> {
  const {compared, said, ...renaming} = await renamed(workspace, original, renames.map(parseRename))
  const {actualSchema, expectedSchema, differences} = compared
  const address = original.actual.opened?.address
  const {dependencies} = renaming
  const rest = await planSteps(actualSchema, expectedSchema, differences, {
    online,
    ...(dependencies
      ? {dependencies: async () => dependencies}
      : address
        ? {dependencies: (keys) => withConnection(address, (client) => readDependencies(client, keys))}
        : {}),
  })
  const bare = finish([...renaming.steps, ...rest])
  const steps = address && bare.length ? await withConnection(address, (client) => withSizes(client, bare)) : bare
  const suggestions = steps.length ? suggestRenames(differences).map(renameText) : []
  const common = {renames: said, suggestions, steps}
  if (!prove) return {proven: null, reason: null, failedStep: null, rows: null, ...common}
  return {...(await proofOf(workspace, original, steps, rows)), ...common}
}

async function proofOf(
  workspace: Workspace,
  compared: Comparison,
  steps: readonly Step[],
  wantsRows: boolean | undefined,
): Promise<Pick<Plan, 'proven' | 'reason' | 'failedStep' | 'rows'>> {
  if (!steps.length) return {proven: true, reason: null, failedStep: null, rows: null}
  const {opened} = compared.actual
  const place = await shadowPlace(workspace, opened)
  const withRows = opened && (wantsRows ?? !opened.database.protected)
  const {left: _, ...proof} = await prove(compared.actualSchema, compared.expectedSchema, steps, {
    ...compared.options,
    server: place.server,
    own: place.own,
    pgDump: compared.pgDump,
    ...(compared.partial ? {partial: true} : {}),
    ...(withRows ? {rowsOf: opened.address} : {}),
    ...(workspace.signal ? {signal: workspace.signal} : {}),
  })
  return proof
}
