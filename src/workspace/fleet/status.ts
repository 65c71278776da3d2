import {Failure} from '../../failure.ts'
import type {Stopped} from '../../fleet/run.ts'
import {
  type EndedJob,
  goesOn,
  type RunStatus,
  readEnded,
  readRuns,
  readWorkers,
  type WorkerStatus,
} from '../../fleet/status.ts'
import {stop} from '../../fleet/turn.ts'
import {schemaTenancy} from '../tenants.ts'
import type {Workspace} from '../workspace.ts'
import {type FleetDrift, groupDrift} from './drift.ts'
import {inQueue} from './queue.ts'

/** A run, what failed in it, and what its comparisons found. */
export type RunReport = RunStatus & {
  readonly goesOn: boolean
  readonly failures: readonly EndedJob[]
  /** Null where the run compared nothing. */
  readonly drift: FleetDrift | null
}

export type FleetStatus = {
  readonly runs: readonly RunReport[]
  /** Those that are there, and those that died while these runs went on. */
  readonly workers: readonly WorkerStatus[]
}

/**
 * How far a run is; or all that go on, and the last of each kind.
 * @throws Failure `no_queue`, `unknown_run`
 */
export async function fleetStatus(workspace: Workspace, run: number | null = null): Promise<FleetStatus> {
  const {template} = schemaTenancy(workspace)
  return inQueue(workspace, async (client) => {
    const found = await readRuns(client, run)
    if (run !== null && found.length === 0) throw unknownRun(run)
    const runs: RunReport[] = []
    for (const one of found) {
      const compares = one.kind === 'drift'
      const ended = await readEnded(client, one.id, compares ? 'all' : 'failed')
      runs.push({
        ...one,
        goesOn: goesOn(one),
        failures: ended.filter(({problem}) => problem !== null),
        drift: compares ? groupDrift(template, ended) : null,
      })
    }
    const since = runs.reduce((first, {begunAt}) => (begunAt < first ? begunAt : first), new Date())
    return {runs, workers: await readWorkers(client, since)}
  })
}

const unknownRun = (run: number): Failure =>
  new Failure('unknown_run', `there is no run ${run}`, {hint: 'pgplumb fleet status shows those that go on'})

export type Cancelled = {
  readonly run: number
  readonly stopped: Stopped
  readonly left: number
  readonly running: number
}

/**
 * No further job of a run is begun; what is running is finished.
 * @throws Failure `no_queue`, `unknown_run`, `run_ended`
 */
export async function fleetCancel(workspace: Workspace, run: number): Promise<Cancelled> {
  return inQueue(workspace, async (client) => {
    await client.query('BEGIN')
    await client.query('SELECT FROM pgplumb.fleet_runs WHERE id = $1 FOR UPDATE', [run])
    const [status] = await readRuns(client, run)
    if (!status) throw unknownRun(run)
    if (!goesOn(status) || status.stopped !== null)
      throw new Failure('run_ended', `run ${run} has nothing left to cancel`, {hint: `pgplumb fleet status ${run}`})
    await stop(client, run, 'cancelled')
    await client.query('COMMIT')
    return {run, stopped: 'cancelled', left: status.queued + status.waiting, running: status.running}
  })
}
