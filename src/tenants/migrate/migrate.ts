import {randomUUID} from 'node:crypto'
import type pg from 'pg'
import {Failure} from '../../failure.ts'
import type {Folder} from '../../migrations/index.ts'
import {upInSchema} from '../../migrations/index.ts'
import type {Address} from '../../postgres/address.ts'
import {withConnection} from '../../postgres/connect.ts'
import {loadParser} from '../../schema/parse.ts'
import {openRegistry, readTenants} from '../registry.ts'
import type {Problem, Tenant} from '../tenant.ts'
import type {MigrateOptions} from './options.ts'
import type {MigrateResult, TenantOutcome} from './outcome.ts'
import {type Due, pendingOf} from './pending.ts'
import {ensureOutcomes, recordOutcomes} from './record.ts'
import {runStage} from './stage.ts'
import {stagesOf} from './stages.ts'

/**
 * Brings the template and then every tenant up to a folder of migrations: the canaries first, then all, each in a
 * transaction of its own with its record. What is in effect is not run again, so a run that was stopped goes on when it
 * is started again. Tenants that were created meanwhile have their turn at the end.
 * @throws Failure of the template's migrations: then no tenant was begun; `no_registry`
 */
export const migrateTenants = (address: Address, folder: Folder, options: MigrateOptions): Promise<MigrateResult> =>
  withConnection(address, (client) => run(address, client, folder, options), {
    applicationName: 'pgplumb tenant migrate',
  })

async function run(
  address: Address,
  client: pg.Client,
  folder: Folder,
  options: MigrateOptions,
): Promise<MigrateResult> {
  const {only, signal} = options
  const registry = await openRegistry(client, options.registry)
  const read = async () => {
    const all = await readTenants(client, registry)
    return only ? only(all) : all.filter(({schema}) => schema !== options.template)
  }
  const template = only ? null : await templateOf(client, folder, options)
  // The server is busy with the next answer for a while, and the parser takes as long to load.
  if (template?.versions.length) loadParser().catch(() => {})
  const due = await pendingOf(client, folder, await read(), options)
  const outcomes = due.filter(({versions, problem}) => versions.length === 0 && problem === null).map(current)
  const waiting = due.filter(({versions, problem}) => versions.length > 0 || problem !== null)
  const ran = template === null ? [] : await runInTemplate(address, client, folder, template, options)
  if (waiting.length === 0 && ran.length === 0) return {template: [], tenants: outcomes, stopped: null}

  await ensureOutcomes(client)
  const id = randomUUID()
  const tried = new Set(due.map(({schema}) => schema))
  let stopped: MigrateResult['stopped'] = null
  let failures = 0
  let stages = stagesOf(waiting, options.canary ?? [])
  for (let index = 0; stages[index]; index++) {
    const stage = stages[index] ?? []
    const isCanary = index < stages.length - 1
    options.onStage?.(stage.length, isCanary ? 'canary' : 'all')
    const done =
      stopped === null
        ? await runStage(address, folder, stage, {...options, failures, own: client})
        : stage.map(notBegun)
    outcomes.push(...done)
    await recordOutcomes(client, id, done)
    failures += done.filter(({outcome}) => outcome === 'failed').length
    if (stopped === null) stopped = whyStopped({failures, isCanary, done, options})
    if (isCanary || stopped !== null || only) continue
    // Whoever joined while this ran is brought up too: until nobody new is found.
    const late = (await read()).filter(({schema}) => !tried.has(schema))
    for (const {schema} of late) tried.add(schema)
    const behind = await pendingOf(client, folder, late, options)
    outcomes.push(...behind.filter(({versions, problem}) => !versions.length && !problem).map(current))
    const next = behind.filter(({versions, problem}) => versions.length > 0 || problem !== null)
    if (next.length > 0) stages = [...stages, next]
  }
  return {template: ran, tenants: outcomes, stopped: signal?.aborted ? 'interrupted' : stopped}
}

type Standing = {
  readonly failures: number
  readonly isCanary: boolean
  readonly done: readonly TenantOutcome[]
  readonly options: MigrateOptions
}

function whyStopped({failures, isCanary, done, options}: Standing): MigrateResult['stopped'] {
  if (options.signal?.aborted) return 'interrupted'
  if (isCanary && done.some(({outcome}) => outcome === 'failed')) return 'canary'
  return failures > 0 && failures >= (options.maxFailures ?? Number.POSITIVE_INFINITY) ? 'max-failures' : null
}

type TemplateOptions = Omit<MigrateOptions, 'registry' | 'only' | 'canary'>

/**
 * Brings the template alone up to a folder of migrations. Returns what ran.
 * @throws Failure of its migrations
 */
export const migrateTemplate = async (
  address: Address,
  client: pg.Client,
  folder: Folder,
  options: TemplateOptions,
): Promise<readonly string[]> =>
  runInTemplate(address, client, folder, await templateOf(client, folder, options), options)

async function templateOf(client: pg.Client, folder: Folder, options: TemplateOptions): Promise<Due> {
  const {template} = options
  const [due] = await pendingOf(client, folder, [{id: null, name: template, schema: template}], options)
  if (!due) throw new Error('a list of one has one')
  return due
}

/** Alone: no tenant is being created from it while its lock is held. */
async function runInTemplate(
  address: Address,
  client: pg.Client,
  folder: Folder,
  due: Due,
  {signal, ...options}: TemplateOptions,
): Promise<readonly string[]> {
  if (due.problem !== null)
    throw new Failure(due.problem.code, `the template: ${due.problem.message}`, hintOf(due.problem))
  if (due.versions.length === 0) return []
  const ran = await upInSchema(client, address, folder, {...options, schema: due.schema, ...(signal ? {signal} : {})})
  return ran.map(({migration}) => migration.version)
}

const hintOf = ({hint}: Problem) => (hint === null ? {} : {hint})

const outcomeOf = ({name, schema}: Tenant, outcome: TenantOutcome['outcome']): TenantOutcome => ({
  name,
  schema,
  outcome,
  versions: [],
  duration: 0,
  problem: null,
})

const current = (tenant: Tenant): TenantOutcome => outcomeOf(tenant, 'current')

const notBegun = (tenant: Tenant): TenantOutcome => outcomeOf(tenant, 'not begun')
