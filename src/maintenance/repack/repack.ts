import {spawn} from 'node:child_process'
import {once} from 'node:events'
import type pg from 'pg'
import {Failure} from '../../failure.ts'
import type {Address} from '../../postgres/address.ts'
import {withConnection} from '../../postgres/connect.ts'
import {childEnvironment} from '../../postgres/conninfo/environment.ts'
import {type Action, type OnAction, untouched} from '../action.ts'
import {freeSpace} from '../disk.ts'
import {type Estimate, estimateOf, noTimeLeft} from '../estimate.ts'
import type {Traffic} from '../traffic.ts'
import {chooseBloated, type RepackCandidate, type RepackChoice, readRepackable} from './choose.ts'
import {findRepack, type Repack} from './program.ts'

export type RepackOptions = RepackChoice & {
  /** In which the program is looked for, and which it gets. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Seconds to wait for a lock; then the table is given up, and nobody's session is ended. */
  readonly wait?: number
  readonly traffic?: Traffic | undefined
  readonly deadline?: number | null | undefined
  readonly estimate?: Estimate | undefined
  readonly signal?: AbortSignal | undefined
  readonly onAction?: OnAction
}

/** Seconds. */
export const WAIT = 30

const session = {applicationName: 'pgplumb maintain', lockTimeout: 1000}

/**
 * Rewrites tables by pg_repack, one by one, while others work with them.
 * @throws Failure `no_repack`, `no_table`
 */
export async function repack(address: Address, options: RepackOptions): Promise<readonly Action[]> {
  return withConnection(
    address,
    async (client) => {
      const found = await findRepack(client, address, {path: options.env.PATH ?? '', wait: options.wait ?? WAIT})
      if ('missing' in found)
        throw new Failure('no_repack', found.missing, {hint: 'its package is called postgresql-15-repack or the like'})
      const actions: Action[] = []
      for (const table of await chooseBloated(client, options)) {
        if (!options.signal?.aborted) await options.traffic?.clear()
        const action = await rewrite(client, address, found, table, options)
        actions.push(action)
        await options.onAction?.([action])
      }
      return actions
    },
    session,
  )
}

/** The tables that a rewrite would make smaller, with the command that does; none where pg_repack is not installed. */
export async function offerRepack(
  address: Address,
  {env, schemas}: Pick<RepackOptions, 'env' | 'schemas'>,
): Promise<readonly Action[]> {
  return withConnection(
    address,
    async (client) => {
      const found = await findRepack(client, address, {path: env.PATH ?? '', wait: WAIT})
      if ('missing' in found) return []
      return (await chooseBloated(client, {schemas})).map(({identity, reason}) =>
        untouched({
          task: 'repack',
          object: identity,
          outcome: 'skipped',
          reason: `${reason}; the task repack, or this, rewrites it beside its users: ${found.commandFor(identity)}`,
          error: null,
        }),
      )
    },
    session,
  )
}

async function rewrite(
  client: pg.Client,
  address: Address,
  program: Repack,
  table: RepackCandidate,
  {env, signal, deadline = null, estimate}: RepackOptions,
): Promise<Action> {
  const startedAt = new Date()
  const start = performance.now()
  const end = (outcome: Action['outcome'], more: Partial<Action> = {}): Action => ({
    task: 'repack',
    object: table.identity,
    reason: table.reason,
    outcome,
    startedAt,
    ms: performance.now() - start,
    before: {bytes: table.bytes, deadRows: null},
    after: null,
    error: null,
    ...more,
  })
  if (signal?.aborted) return end('stopped')
  const late = noTimeLeft(estimateOf(estimate, 'repack', table), deadline)
  if (late !== null) return end('stopped', {reason: late})
  const free = await freeSpace(client, address)
  if (free !== null && free < ROOM * table.bytes) return end('skipped', {reason: 'the disk has no room for a copy'})
  const {code, said} = await runProgram(program, table.identity, {env: childEnvironment(env, address), signal})
  if (signal?.aborted) return end('stopped')
  const [after] = await readRepackable(client, [table.identity])
  if (code !== 0) return end('failed', {error: said})
  // It ends well also where it gave a table up.
  if (after?.file === table.file) return end('skipped', {reason: 'pg_repack gave it up', error: said})
  return end('done', {after: after ? {bytes: after.bytes, deadRows: null} : null})
}

/** The copy beside the table, and the WAL of it. */
const ROOM = 2

/** It is told to stop as Ctrl-C does, after which it takes its triggers away. */
async function runProgram(
  {path, argumentsFor}: Repack,
  identity: string,
  {env, signal}: {readonly env: Record<string, string>; readonly signal: AbortSignal | undefined},
): Promise<{readonly code: number | null; readonly said: string}> {
  const child = spawn(path, [...argumentsFor(identity)], {env, stdio: ['ignore', 'ignore', 'pipe']})
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-1000)
  })
  const stop = () => child.kill('SIGINT')
  signal?.addEventListener('abort', stop, {once: true})
  try {
    const [code] = await once(child, 'close')
    return {code, said: said.trim()}
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
