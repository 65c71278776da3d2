import {type Folder, upInSchema} from '../../migrations/index.ts'
import type {Address} from '../../postgres/address.ts'
import {isServerError} from '../../postgres/errors.ts'
import {eachInSessions} from '../each.ts'
import {problemOf} from '../tenant.ts'
import type {MigrateOptions} from './migrate.ts'
import type {TenantOutcome} from './outcome.ts'
import type {Due} from './pending.ts'

type StageOptions = Pick<
  MigrateOptions,
  | 'concurrency'
  | 'maxFailures'
  | 'signal'
  | 'lockTimeout'
  | 'toolVersion'
  | 'variables'
  | 'to'
  | 'outOfOrder'
  | 'onTenant'
> & {
  /** How many failed before. */
  readonly failures: number
}

/** Migrates tenants in several sessions, in their order. Those that are not begun, for too many failed, say so. */
export async function runStage(
  address: Address,
  folder: Folder,
  tenants: readonly Due[],
  options: StageOptions,
): Promise<readonly TenantOutcome[]> {
  const {concurrency = 2, maxFailures = Number.POSITIVE_INFINITY, signal, onTenant, failures: before, ...rest} = options
  const done = new Map<string, TenantOutcome>()
  let failures = before
  const turn = function* (): Generator<Due> {
    for (const tenant of tenants) {
      if (failures > 0 && failures >= maxFailures) return
      yield tenant
    }
  }
  const applicationName = 'pgplumb tenant migrate'
  await eachInSessions(address, turn(), {concurrency, signal, applicationName}, async ({client, pid}, tenant) => {
    const {name, schema, history} = tenant
    const started = performance.now()
    const tell = (outcome: Pick<TenantOutcome, 'outcome' | 'versions' | 'problem'>) => {
      if (outcome.outcome === 'failed') failures++
      const told = {name, schema, ...outcome, duration: performance.now() - started}
      done.set(schema, told)
      onTenant?.(told)
    }
    if (tenant.problem) return tell({outcome: 'failed', versions: [], problem: tenant.problem})
    try {
      const ran = await upInSchema(client, address, folder, {
        ...rest,
        schema,
        known: history,
        pid,
        ...(signal ? {signal} : {}),
      })
      tell({outcome: 'migrated', versions: ran.map(({migration}) => migration.version), problem: null})
    } catch (error) {
      // Without its session the worker cannot go on to others.
      if (isLost(error)) throw error
      if (signal?.aborted) return
      tell({outcome: 'failed', versions: [], problem: problemOf(error)})
    }
  })
  return tenants.map(
    ({name, schema}) =>
      done.get(schema) ?? {name, schema, outcome: 'not begun', versions: [], duration: 0, problem: null},
  )
}

const isLost = (error: unknown): boolean =>
  (error instanceof Error && 'code' in error && error.code === 'connection_lost') ||
  (isServerError(error) && error.code.startsWith('57P'))
