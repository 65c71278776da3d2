import type {Change} from '../../change.ts'
import {Failure} from '../../failure.ts'
import type {Finding} from '../../finding.ts'
import type {Address} from '../../postgres/address.ts'
import {apply} from '../apply.ts'
import type {Migration, SourceFile} from '../files.ts'
import {broken, cureFor, described, ROWS_CURE, reasonOf} from './findings.ts'
import {allTables, rowSums} from './marks.ts'
import type {Script} from './script.ts'
import {type Offence, type Trial, trial} from './trial.ts'
import {inShadow, type Walk, type WalkOptions} from './walk.ts'

/** Databases that nobody misses. */
export type Shadows = {
  readonly copy: <T>(of: Address, work: (copy: Address) => Promise<T>) => Promise<T>
  readonly differ: (actual: Address, expected: Address) => Promise<readonly Change[]>
}

/** A file of the folder with its scripts. */
export type Stop = {readonly migration: Migration; readonly up: Script; readonly down: Script | null}

/**
 * Brings the shadow past one file, and says which promises about running it twice and undoing it the file breaks. What
 * a trial within a transaction leaves in doubt is settled on copies, by real runs and pg_dump.
 * @throws Failure where the file does not run at all
 */
export async function step(walk: Walk, stop: Stop, shadows: Shadows): Promise<Finding[]> {
  const {migration, up} = stop
  const certain = await walk.use(async (session) => {
    const tried = await trial(session, up, stop.down)
    if (isDoubtful(tried, stop)) return null
    await apply(session, migration, null, migration)
    return tried
  })
  if (certain)
    return [
      ...certain.again.map((offence) => againFinding(stop, offence)),
      ...certain.down.map((offence) => downFinding(stop, offence)),
    ]
  const {address, options} = walk
  await walk.release()
  return shadows.copy(address, async (before) => {
    await inShadow(address, options, (session) => apply(session, migration, null, migration))
    const again = await runAgain(address, stop, shadows, options)
    return [...again, ...(await undo(address, before, stop, shadows, options))]
  })
}

/** An error is what it is; what a change of the schema consists of, only pg_dump tells. */
const isDoubtful = (tried: Trial, {up, down}: Stop): tried is null =>
  tried === null ||
  tried.again.some((offence) => offence.kind === 'schema' || !up.exact) ||
  tried.down.some((offence) => offence.kind === 'schema' || !down?.exact || !up.exact)

const runAgain = (at: Address, stop: Stop, {copy, differ}: Shadows, options: WalkOptions): Promise<Finding[]> =>
  copy(at, async (twice) => {
    const {migration} = stop
    const ran = await inShadow(twice, options, async (session) => {
      const tables = await allTables(session.client)
      const before = await rowSums(session.client, tables)
      const error = await refusal(apply(session, migration, null, migration))
      const after = await rowSums(session.client, tables)
      return {error, tables: tables.filter((table) => after.has(table) && after.get(table) !== before.get(table))}
    })
    if (ran.error) return [againFinding(stop, {kind: 'error', error: ran.error})]
    const changes = await differ(twice, at)
    return [
      ...(changes.length > 0 ? [againFinding(stop, {kind: 'schema'}, changes)] : []),
      ...(ran.tables.length > 0 ? [againFinding(stop, {kind: 'rows', tables: ran.tables})] : []),
    ]
  })

async function undo(
  at: Address,
  before: Address,
  stop: Stop,
  {copy, differ}: Shadows,
  options: WalkOptions,
): Promise<Finding[]> {
  const {migration} = stop
  const source = migration.down
  if (!source) return []
  return copy(at, async (undone) => {
    const error = await inShadow(undone, options, (session) => refusal(apply(session, migration, null, source)))
    if (error) return [downFinding(stop, {kind: 'error', error})]
    const changes = await differ(undone, before)
    return changes.length > 0 ? [downFinding(stop, {kind: 'schema'}, changes)] : []
  })
}

async function refusal(run: Promise<void>): Promise<Failure | null> {
  try {
    await run
    return null
  } catch (error) {
    if (error instanceof Failure && error.code === 'migration_failed') return error
    throw error
  }
}

type Seen = Exclude<Offence, {kind: 'error'}> | {readonly kind: 'error'; readonly error: unknown}

function againFinding({migration}: Stop, offence: Seen, changes: readonly Change[] = []): Finding {
  const tell = (message: string, more: object) =>
    broken('migration-not-idempotent', migration, migration, message, more)
  if (offence.kind === 'rows')
    return tell(`run a second time, it changes rows of ${offence.tables.join(', ')}`, {cure: ROWS_CURE, key: 'rows'})
  if (offence.kind === 'schema')
    return tell(`run a second time, it changes the schema: ${described(changes)}`, {
      cure: 'give the object a name, and IF NOT EXISTS; or look in a DO block whether it is still to be done',
      key: 'schema',
    })
  const {message, line, code} = reasonOf(offence.error)
  return tell(`cannot run a second time: ${message}`, {line, cure: cureFor(code), key: 'error'})
}

function downFinding({migration}: Stop, offence: Seen, changes: readonly Change[] = []): Finding {
  const source: SourceFile = migration.down ?? migration
  if (offence.kind !== 'error')
    return broken(
      'migration-down-incomplete',
      migration,
      source,
      `does not bring back what was before ${migration.file}: ${described(changes)}`,
      {
        cure: 'undo each of these here, the last one first',
        key: 'schema',
        // Others may use an extension, too; to leave it is a choice.
        ...(changes.every(isExtension) ? {severity: 'info'} : {}),
      },
    )
  const {message, line} = reasonOf(offence.error)
  return broken('migration-down-incomplete', migration, source, `fails right after ${migration.file}: ${message}`, {
    line,
    key: 'error',
  })
}

const isExtension = ({kind, identity, change}: Change): boolean =>
  change === 'extra' && (kind === 'extension' || (kind === 'comment' && identity.startsWith('extension ')))
