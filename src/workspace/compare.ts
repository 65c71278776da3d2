import type {Drift} from '../change.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {toChange} from '../schema/compare.ts'
import {type CompareOptions, type Difference, differences} from '../schema/difference.ts'
import type {Schema} from '../schema/entry.ts'
import {type Filter, objectFilter} from '../schema/filter.ts'
import {choosePgDumpForSources} from './choose.ts'
import {isOwnObject} from './own-objects.ts'
import {platformOf} from './prelude.ts'
import type {Source} from './source.ts'
import {tenantObjects} from './tenant-objects.ts'
import type {Workspace} from './workspace.ts'

export type ComparisonOptions = Omit<CompareOptions, 'ignore'> & {
  /** What to leave out, beside what the config says. */
  readonly filter?: Filter
}

export type Comparison = {
  readonly actual: Source
  readonly expected: Source
  readonly actualSchema: Schema
  readonly expectedSchema: Schema
  readonly differences: readonly Difference[]
  readonly options: CompareOptions
  readonly pgDump: PgDumpChoice
  /** True where the schemas are only a part of what the databases hold, e.g. one tenant. */
  readonly partial?: boolean
  /** Entries of the config's `drift.ignore` that match nothing any more. */
  readonly unusedIgnores: readonly {readonly object: string; readonly reason: string}[]
}

/** Reads both sources at once and compares them; what pgplumb or the platform made is left out. */
export async function compareSources(
  workspace: Workspace,
  actual: Source,
  expected: Source,
  {filter, ...options}: ComparisonOptions = {},
): Promise<Comparison> {
  const pgDump = await choosePgDumpForSources(workspace, [actual, expected])
  // The WASM pg_dump holds its whole catalog in this process: what was read before waits until that is gone.
  const inTurn = pgDump.kind === 'wasm' && expected.opened === null
  const reading = actual.read(pgDump)
  const [actualSchema, expectedSchema] = inTurn
    ? [await reading, await expected.read(pgDump)]
    : await both(reading, expected.read(pgDump))
  const isOfPlatform = await platformOf(workspace, actual.opened ?? expected.opened)
  const isOfTenants = await tenantObjects(workspace, [actual, expected])
  const left = objectFilter({...filter, ignore: workspace.project.drift.ignore})
  const compared: CompareOptions = {
    ...options,
    ignore: (entry) => isOwnObject(entry) || isOfPlatform(entry) || left.ignores(entry) || isOfTenants(entry),
  }
  const found = await differences(actualSchema, expectedSchema, compared)
  // Only a difference is held against the list, so an entry is used up when what it excuses is gone.
  return {
    actual,
    expected,
    actualSchema,
    expectedSchema,
    differences: found,
    options: compared,
    pgDump,
    unusedIgnores: left.unused(),
  }
}

/** Waits for both, so that nothing is still running when one of them has failed. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second])
  return [await first, await second]
}

export function toDrift({actual, expected, differences, unusedIgnores}: Comparison): Drift {
  const changes = differences.flatMap(toChange)
  return {
    drifted: changes.some(({cosmetic}) => !cosmetic),
    actual: actual.name,
    expected: expected.name,
    changes,
    ...(unusedIgnores.length ? {unusedIgnores} : {}),
  }
}
