import type pg from 'pg'
import {type Folder, upInSchema} from '../../migrations/index.ts'
import type {Address} from '../../postgres/address.ts'
import {isServerError} from '../../postgres/errors.ts'
import {exchange} from '../../postgres/script/exchange.ts'
import {eachInSessions, rollBack, type Worker} from '../each.ts'
import {problemOf} from '../tenant.ts'
import type {MigrateOptions} from './options.ts'
import type {TenantOutcome} from './outcome.ts'
import type {Due} from './pending.ts'
import {type TransactionText, transactionTexts} from './transaction-text.ts'

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
  /** The session that read what is pending: it knows these tables already. */
  readonly own: pg.Client
  /** How many failed before. */
  readonly failures: number
}

/** So many tenants' transactions are sent at a time, each committed before the next begins. */
const AT_ONCE = 10

/** Migrates tenants in several sessions, in their order. Those that are not begun, for too many failed, say so. */
export async function runStage(
  address: Address,
  folder: Folder,
  tenants: readonly Due[],
  options: StageOptions,
): Promise<readonly TenantOutcome[]> {
  const {
    concurrency = 2,
    maxFailures = Number.POSITIVE_INFINITY,
    signal,
    onTenant,
    failures: before,
    own,
    ...rest
  } = options
  const done = new Map<string, TenantOutcome>()
  const textOf = transactionTexts(folder, rest)
  let failures = before
  const tell = (outcome: TenantOutcome) => {
    if (outcome.outcome === 'failed') failures++
    done.set(outcome.schema, outcome)
    onTenant?.(outcome)
  }
  const isOver = () => signal?.aborted === true || (failures > 0 && failures >= maxFailures)
  const size = Math.max(1, Math.min(AT_ONCE, Math.ceil(tenants.length / concurrency / 2)))
  const turns = function* (): Generator<readonly Due[]> {
    for (let at = 0; at < tenants.length && !isOver(); at += size) yield tenants.slice(at, at + size)
  }
  const one = async ({client, pid}: Worker, tenant: Due): Promise<void> => {
    const {name, schema, history, problem} = tenant
    if (problem) return tell({name, schema, outcome: 'failed', versions: [], duration: 0, problem})
    const started = performance.now()
    const ended = (outcome: Pick<TenantOutcome, 'outcome' | 'versions' | 'problem'>) =>
      tell({name, schema, ...outcome, duration: performance.now() - started})
    const which = {...rest, schema, pid, ...(signal ? {signal} : {})}
    try {
      const ran = await upInSchema(client, address, folder, {...which, known: history})
      ended({outcome: 'migrated', versions: ran.map(({migration}) => migration.version), problem: null})
    } catch (error) {
      // Without its session the worker cannot go on to others.
      if (isLost(error)) throw error
      if (!signal?.aborted) ended({outcome: 'failed', versions: [], problem: problemOf(error)})
    }
  }
  const applicationName = 'pgplumb tenant migrate'
  await eachInSessions(address, turns(), {concurrency, signal, applicationName, own}, async (worker, turn) => {
    let left = turn
    while (left.length > 0 && !isOver()) {
      left = left.slice(await together(worker, left, textOf, tell))
      // What could not go with others goes alone, where it is known what stands in its way.
      const [next] = left
      if (next && !isOver()) await one(worker, next)
      left = left.slice(1)
    }
  })
  return tenants.map(
    ({name, schema}) =>
      done.get(schema) ?? {name, schema, outcome: 'not begun', versions: [], duration: 0, problem: null},
  )
}

/** Sends as many as want nothing more than a transaction. Returns how many of the first are done. */
async function together(
  {client}: Worker,
  tenants: readonly Due[],
  textOf: (due: Due) => Promise<TransactionText | null>,
  tell: (outcome: TenantOutcome) => void,
): Promise<number> {
  const texts: TransactionText[] = []
  for (const tenant of tenants) {
    const text = await textOf(tenant)
    if (text === null) break
    texts.push(text)
  }
  if (texts.length === 0) return 0
  const started = performance.now()
  const {completed, error} = await exchange(client, texts.map(({sql}) => sql).join(''))
  if (error !== null) {
    if (!isServerError(error) || isLost(error)) throw error
    await rollBack(client)
  }
  let done = 0
  for (let statements = texts[0]?.statements ?? 0; done < texts.length && statements <= completed; done++)
    statements += texts[done + 1]?.statements ?? 0
  const duration = (performance.now() - started) / Math.max(1, done)
  for (const {name, schema, versions} of tenants.slice(0, done))
    tell({name, schema, outcome: 'migrated', versions, duration, problem: null})
  return done
}

const isLost = (error: unknown): boolean =>
  (error instanceof Error && 'code' in error && error.code === 'connection_lost') ||
  (isServerError(error) && error.code.startsWith('57P'))
