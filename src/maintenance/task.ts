import type {Address} from '../postgres/address.ts'
import type {Action, OnAction, Task} from './action.ts'
import type {Estimate} from './estimate.ts'
import {expireAll} from './expire/all.ts'
import {proposeExpiry} from './expire/propose.ts'
import type {ExpiryRule} from './expire/rule.ts'
import {reindex} from './reindex/reindex.ts'
import {offerRepack, repack} from './repack/repack.ts'
import type {Traffic} from './traffic.ts'
import {vacuum} from './vacuum/vacuum.ts'

export type MaintenanceTask = {
  readonly task: Task
  /** Null or absent: those that need it. */
  readonly tables?: readonly string[] | null
  /** Whether those that do not need it are done too. */
  readonly all?: boolean
  /** An interval such as `30 minutes`, after which the task is stopped. */
  readonly budget?: string | null
}

/** What all tasks of a run share. */
export type TaskContext = {
  readonly schemas: readonly string[] | undefined
  readonly expire: readonly ExpiryRule[]
  /** Rules by which nothing is deleted, for nobody has agreed: what they would delete is told. */
  readonly proposed: readonly ExpiryRule[]
  /** What looks at the health of the database, as actions; absent: the task finds nothing. */
  readonly health: (() => Promise<readonly Action[]>) | undefined
  /** In which programs are looked for. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether tables that pg_repack would make smaller are told of. */
  readonly offers: boolean
  readonly connections: number
  readonly costDelay: number
  readonly traffic: Traffic
  readonly deadline: number | null
  /** Absent where there is no end. */
  readonly estimate: Estimate | undefined
  /** Identities of what an earlier run of the same work did already. */
  readonly done: (task: Task) => ReadonlySet<string>
  readonly signal: AbortSignal | undefined
  readonly onAction: OnAction
}

/** @throws Failure `no_table` … and errors of the server */
export async function doTask(address: Address, task: MaintenanceTask, context: TaskContext): Promise<void> {
  const {expire, proposed, health, env, offers, done, connections, costDelay, ...common} = context
  const tables = task.tables ?? undefined
  // Named tables are still chosen by need, unless all are wanted; only then can something be done twice.
  const all = task.all ?? false
  const chosen = {...common, tables, all, connections, costDelay, except: all ? done(task.task) : undefined}
  switch (task.task) {
    case 'vacuum':
      await vacuum(address, chosen)
      return
    case 'analyze':
      await vacuum(address, {...chosen, vacuum: false})
      return
    case 'reindex':
      await reindex(address, {...common, tables, except: tables ? done(task.task) : undefined})
      if (offers && !tables) await common.onAction(await offerRepack(address, {env, schemas: common.schemas}))
      return
    case 'repack':
      await repack(address, {...common, env, tables})
      return
    case 'expire':
      await expireAll(address, expire, {...common, tables, connections, costDelay})
      await common.onAction(await proposeExpiry(address, proposed, tables))
      return
    case 'health':
      await common.onAction((await health?.()) ?? [])
      return
  }
}
