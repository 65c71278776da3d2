import {Failure} from '../failure.ts'
import type {Step} from '../plan.ts'
import {withConnection} from '../postgres/connect.ts'
import {withClone} from '../schema/clone/clone.ts'
import {type Dependency, readDependencies} from '../schema/dependencies.ts'
import {differences} from '../schema/difference.ts'
import {collect, type Schema} from '../schema/entry.ts'
import {loadParser} from '../schema/parse.ts'
import {renameComments} from '../schema/plan/rename/comments.ts'
import {impliedRenames} from '../schema/plan/rename/implied.ts'
import type {Rename} from '../schema/plan/rename/rename.ts'
import {renameSteps} from '../schema/plan/rename/steps.ts'
import {readDatabase} from '../schema/read.ts'
import {runSteps} from '../schema/run-steps.ts'
import type {Comparison} from './compare.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

export type Renamed = {
  /** ACTUAL as it will be after the steps, compared again. */
  readonly compared: Comparison
  readonly steps: readonly Step[]
  /** What is renamed because somebody says so, as --rename takes it. */
  readonly said: readonly string[]
  /** Of ACTUAL after the steps; null: nothing is renamed. */
  readonly dependencies: readonly Dependency[] | null
}

/** A table's new name lets its indexes follow, theirs the indexes of its partitions. */
const ROUNDS = 5

/**
 * What is renamed: what `renames` and comments in the expected schema say, and then what differs in its name only. It is
 * tried on a clone, so that ACTUAL under its new names is what PostgreSQL makes of it, in views, functions and all.
 * @throws Failure `unknown_rename`, `ambiguous_rename`, `rename_conflict`, `clone_failed`
 */
export async function renamed(
  workspace: Workspace,
  compared: Comparison,
  renames: readonly Rename[],
): Promise<Renamed> {
  const {actualSchema, expectedSchema, expected} = compared
  const nothing = {compared, steps: [], said: [], dependencies: null}
  if (!compared.differences.length && !renames.length) return nothing
  await loadParser()
  const texts = (await expected.texts?.()) ?? []
  const declared = renameSteps(actualSchema, expectedSchema, [...renames, ...texts.flatMap(renameComments)])
  const first = declared.steps.length ? declared.steps : impliedSteps(compared)
  if (!first.length) return nothing
  try {
    return {...(await tryOut(workspace, compared, first)), said: declared.done}
  } catch (error) {
    // Nobody asked for it: then the plan makes anew what it could have renamed.
    if (error instanceof Failure && error.code === 'clone_failed' && !declared.steps.length) return nothing
    throw error
  }
}

const impliedSteps = ({actualSchema, expectedSchema, differences: found}: Comparison): readonly Step[] =>
  renameSteps(actualSchema, expectedSchema, impliedRenames(found, actualSchema.serverVersion)).steps

async function tryOut(
  workspace: Workspace,
  compared: Comparison,
  first: readonly Step[],
): Promise<Omit<Renamed, 'said'>> {
  const place = await shadowPlace(workspace, compared.actual.opened)
  const {actualSchema, expectedSchema, options, pgDump} = compared
  const owners = options.owners ?? false
  return withClone(actualSchema, {server: place.server, own: place.own, owners}, async ({address}) =>
    withConnection(address, async (client) => {
      const steps: Step[] = []
      let now = compared
      let next = first
      for (let round = 0; next.length && round < ROUNDS; round++) {
        await runSteps(client, next)
        steps.push(...next)
        const schema = withServerEntries(await readDatabase(address, {pgDump}), actualSchema)
        now = {
          ...compared,
          actualSchema: schema,
          differences: await differences(schema, expectedSchema, options),
        }
        next = impliedSteps(now)
      }
      return {compared: now, steps, dependencies: await readDependencies(client)}
    }),
  )
}

/** What belongs to the server, and what its clone has in another version. */
const OF_THE_SERVER = new Set(['ROLE', 'MEMBERSHIP', 'SETTING', 'EXTENSION VERSION'])

function withServerEntries(clone: Schema, actual: Schema): Schema {
  const own = [...clone.entries.values()].filter(({type}) => !OF_THE_SERVER.has(type))
  const other = [...actual.entries.values()].filter(({type}) => OF_THE_SERVER.has(type))
  return {serverVersion: actual.serverVersion, entries: collect([...own, ...other])}
}
