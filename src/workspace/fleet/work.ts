import type {Ended, Job, Kind} from '../../fleet/run.ts'
import {type WorkOptions, work} from '../../fleet/work.ts'
import type {Workspace} from '../workspace.ts'
import {creator} from './create.ts'
import {comparer} from './drift.ts'
import {maintainer} from './maintain.ts'
import {type MigratorOptions, migrator} from './migrate.ts'
import {queueAddress} from './queue.ts'
import {shardsFor} from './shards.ts'

export type FleetWorkOptions = MigratorOptions & Omit<WorkOptions, 'handle' | 'signal'>

/**
 * Works on the queue until the workspace's signal comes, or all is done. Where a database is and how to sign in there is
 * what this machine's config says: jobs hold names.
 * @throws Failure `no_queue`, `connection_lost`, `other_files` where its files are not those of a run
 */
export async function fleetWork(workspace: Workspace, options: FleetWorkOptions): Promise<void> {
  const {concurrency, untilDone, onJob, onRetry, onDeath, ...migrating} = options
  const address = await queueAddress(workspace)
  // A signal is no reason to break off what was begun.
  const {signal, ...own} = workspace
  const shards = shardsFor(own)
  const handlers: Readonly<Record<Kind, (job: Job) => Promise<Ended>>> = {
    migrate: migrator(own, shards, migrating),
    create: creator(own, shards),
    drift: comparer(own, shards),
    maintain: maintainer(own, shards),
  }
  try {
    await work(address, {
      ...{concurrency, untilDone, signal},
      handle: (job) => handlers[job.kind](job),
      ...(onJob ? {onJob} : {}),
      ...(onRetry ? {onRetry} : {}),
      ...(onDeath ? {onDeath} : {}),
    })
  } finally {
    await shards.end()
  }
}
