import type pg from 'pg'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import type {Action, Task} from './action.ts'
import {type Estimate, estimateOf, readEstimate} from './estimate.ts'
import {expire} from './expire/expire.ts'
import {proposeExpiry} from './expire/propose.ts'
import type {ExpiryRule} from './expire/rule.ts'
import {chooseIndexes} from './reindex/choose.ts'
import {MOST} from './reindex/reindex.ts'
import {chooseBloated, type RepackChoice} from './repack/choose.ts'
import {findRepack} from './repack/program.ts'
import {WAIT} from './repack/repack.ts'
import type {MaintenanceTask} from './task.ts'
import {chooseTables} from './vacuum/candidates.ts'
import {choiceOf} from './vacuum/vacuum.ts'

/** What a run would do to one object. */
export type Planned = {
  readonly task: Task
  readonly object: string
  readonly reason: string
  readonly bytes: number
  /** Bytes that it is likely to give back; null where it is not known. */
  readonly gain: number | null
  /** How long it is likely to take, in ms. */
  readonly estimate: number
  /** Whether it is likely to be done before the deadline. */
  readonly inTime: boolean
}

export type PreviewOptions = {
  readonly expire?: readonly ExpiryRule[]
  /** What a run would only tell of. */
  readonly proposed?: readonly ExpiryRule[]
  /** In which pg_repack is looked for. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly schemas?: readonly string[] | undefined
  readonly deadline?: number | null
}

/**
 * What a run of these tasks would do now, in its order. It changes nothing.
 * @throws Failure `no_table`, and those of `expire`
 */
export async function previewTasks(
  address: Address,
  tasks: readonly MaintenanceTask[],
  options: PreviewOptions = {},
): Promise<readonly Planned[]> {
  const planned: Omit<Planned, 'inTime'>[] = []
  await withConnection(
    address,
    async (client) => {
      const estimate = await readEstimate(client)
      for (const task of tasks) {
        const common = {tables: task.tables ?? undefined, schemas: options.schemas}
        if (task.task === 'vacuum' || task.task === 'analyze') {
          const choice = choiceOf({...common, all: task.all ?? false, vacuum: task.task === 'vacuum'})
          for (const table of await chooseTables(client, choice))
            planned.push(line(task.task, table, estimate, table.gain))
        }
        if (task.task === 'reindex')
          for (const index of await chooseIndexes(client, {...common, most: MOST}))
            planned.push(line('reindex', index, estimate, index.wasted))
        if (task.task === 'repack') planned.push(...(await repacking(client, address, options, common, estimate)))
        if (task.task === 'expire')
          planned.push(
            ...(await expiring(address, options.expire ?? [], task.tables, estimate)),
            ...(await proposeExpiry(address, options.proposed ?? [], task.tables ?? null)).map(told),
          )
      }
    },
    {applicationName: 'pgplumb maintain', lockTimeout: 1000},
  )
  let left = options.deadline == null ? Number.POSITIVE_INFINITY : options.deadline - Date.now()
  return planned.map((one) => {
    left -= one.estimate
    return {...one, inTime: left >= 0}
  })
}

async function repacking(
  client: pg.Client,
  address: Address,
  {env}: PreviewOptions,
  choice: RepackChoice,
  estimate: Estimate,
): Promise<Omit<Planned, 'inTime'>[]> {
  const found = await findRepack(client, address, {path: env?.PATH ?? '', wait: WAIT})
  return (await chooseBloated(client, choice)).map((table) => {
    const how = 'missing' in found ? found.missing : found.commandFor(table.identity)
    return line('repack', {...table, reason: `${table.reason}; ${how}`}, estimate, table.wasted)
  })
}

const told = ({task, object, reason}: Action): Omit<Planned, 'inTime'> => ({
  task,
  object,
  reason,
  bytes: 0,
  gain: null,
  estimate: 0,
})

type Chosen = {readonly identity: string; readonly bytes: number; readonly reason: string}

const line = (task: Task, one: Chosen, estimate: Estimate, gain: number | null): Omit<Planned, 'inTime'> => ({
  task,
  object: one.identity,
  reason: one.reason,
  bytes: one.bytes,
  gain,
  estimate: estimateOf(estimate, task, one),
})

async function expiring(
  address: Address,
  rules: readonly ExpiryRule[],
  tables: readonly string[] | null | undefined,
  estimate: Estimate,
): Promise<Omit<Planned, 'inTime'>[]> {
  const wanted = rules.filter(({table}) => !tables || tables.includes(table))
  const planned = []
  for (const rule of wanted)
    for (const {table, expired, before} of await expire(address, rule, {dryRun: true})) {
      const reason = `${expired ?? 0} rows have expired`
      if (expired) planned.push(line('expire', {identity: table, bytes: before?.bytes ?? 0, reason}, estimate, null))
    }
  return planned
}
