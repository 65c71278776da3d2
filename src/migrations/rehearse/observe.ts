import type pg from 'pg'
import {LOCK_MODES, type LockMode, strength} from '../lint/lock-mode.ts'

export type ObservedLock = {readonly relation: string; readonly mode: LockMode}

/** What was seen of one statement. */
export type Observation = {
  /** The strongest lock on each table that it took and that stood before. Outside a transaction they are polled, so that short ones may be missed. */
  readonly locks: readonly ObservedLock[]
  readonly rewritten: readonly string[]
  /** Tables that were read whole, and how many rows that were. Null: this server cannot tell. */
  readonly scanned: readonly {readonly relation: string; readonly rows: number}[] | null
  readonly milliseconds: number
  /** Of the whole server: what others write in the meantime is in it. */
  readonly walBytes: number
}

type Relation = {oid: string; name: string; file: string | null}
type Scan = {oid: string; scans: number; rows: number}

const NAME = "CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname"
const RELATIONS = `SELECT c.oid::text AS oid, ${NAME} AS name, pg_relation_filenode(c.oid)::text AS file
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pgplumb') AND n.nspname !~ '^pg_'`
const LOCKS = "SELECT relation::text AS oid, mode FROM pg_locks WHERE pid = $1 AND locktype = 'relation' AND granted"
const FLUSHES_SINCE = 150_000

/** Watches one session from another. */
export class Observer {
  readonly #client: pg.Client
  readonly #watcher: pg.Client
  readonly #pid: number
  readonly #version: number

  private constructor(client: pg.Client, watcher: pg.Client, pid: number, version: number) {
    this.#client = client
    this.#watcher = watcher
    this.#pid = pid
    this.#version = version
  }

  static async of(client: pg.Client, watcher: pg.Client, version: number): Promise<Observer> {
    const {rows} = await client.query<{pid: number}>('SELECT pg_backend_pid() AS pid')
    return new Observer(client, watcher, rows[0]?.pid ?? 0, version)
  }

  /** Runs a statement and tells what it did. `alone`: outside a transaction, so that its locks are gone at its end. */
  async run(work: () => Promise<unknown>, alone: boolean): Promise<Observation> {
    const before = await this.#relations()
    const scansBefore = await this.#scans(alone)
    const held = await this.#locks()
    const start = await this.#wal()
    const seen = new Set<string>()
    const watch = alone ? this.#poll(seen) : null
    const began = performance.now()
    try {
      await work()
    } finally {
      await watch?.stop()
    }
    const milliseconds = performance.now() - began
    const walBytes = (await this.#wal()) - start
    if (!alone) for (const lock of await this.#locks()) if (!held.has(lock)) seen.add(lock)
    const scansAfter = await this.#scans(alone)
    const after = new Map((await this.#relations()).map((relation) => [relation.oid, relation]))
    const was = new Map(before.map((relation) => [relation.oid, relation]))
    return {
      locks: strongest([...seen], was),
      rewritten: before.flatMap(({oid, name, file}) => {
        const now = after.get(oid)
        return now && file !== null && now.file !== file ? [name] : []
      }),
      scanned: scansBefore && scansAfter ? difference(scansBefore, scansAfter, was) : null,
      milliseconds,
      walBytes,
    }
  }

  async #relations(): Promise<Relation[]> {
    return (await this.#client.query<Relation>(RELATIONS)).rows
  }

  async #locks(): Promise<Set<string>> {
    const {rows} = await this.#watcher.query<{oid: string; mode: string}>(LOCKS, [this.#pid])
    return new Set(rows.map(({oid, mode}) => `${oid} ${mode}`))
  }

  async #wal(): Promise<number> {
    const {rows} = await this.#watcher.query<{bytes: string}>(
      "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text AS bytes",
    )
    return Number(rows[0]?.bytes)
  }

  async #scans(alone: boolean): Promise<Map<string, Scan> | null> {
    if (alone && this.#version < FLUSHES_SINCE) return null
    if (alone) await this.#client.query('SELECT pg_stat_force_next_flush()')
    const [scans, rows] = alone
      ? ['pg_stat_get_numscans', 'pg_stat_get_tuples_returned']
      : ['pg_stat_get_xact_numscans', 'pg_stat_get_xact_tuples_returned']
    const found = await this.#client.query<Scan>(
      `SELECT oid::text AS oid, ${scans}(oid)::float8 AS scans, ${rows}(oid)::float8 AS rows
         FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND ${scans}(oid) > 0`,
    )
    return new Map(found.rows.map((row) => [row.oid, row]))
  }

  /** Without a pause: a short statement would be over between two looks. */
  #poll(seen: Set<string>): {stop: () => Promise<void>} {
    let running = true
    const loop = (async () => {
      while (running) {
        for (const lock of await this.#locks()) seen.add(lock)
      }
    })()
    return {
      stop: async () => {
        running = false
        await loop
      },
    }
  }
}

function strongest(seen: readonly string[], relations: ReadonlyMap<string, Relation>): ObservedLock[] {
  const modes = new Map<string, LockMode>()
  for (const lock of seen) {
    const [oid = '', name = ''] = lock.split(' ')
    const relation = relations.get(oid)?.name
    const mode = modeOf(name)
    if (relation === undefined || mode === null) continue
    const other = modes.get(relation)
    if (other === undefined || strength(mode) > strength(other)) modes.set(relation, mode)
  }
  return [...modes]
    .map(([relation, mode]) => ({relation, mode}))
    .sort((a, b) => strength(b.mode) - strength(a.mode) || (a.relation < b.relation ? -1 : 1))
}

/** `ShareUpdateExclusiveLock`, as pg_locks has it, is SHARE UPDATE EXCLUSIVE. */
export const modeOf = (name: string): LockMode | null => {
  const words = name
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])[A-Z]/g, ' $&')
    .toUpperCase()
  return LOCK_MODES.find((mode) => mode === words) ?? null
}

const difference = (
  before: ReadonlyMap<string, Scan>,
  after: ReadonlyMap<string, Scan>,
  relations: ReadonlyMap<string, Relation>,
): {relation: string; rows: number}[] =>
  [...after.values()].flatMap(({oid, scans, rows}) => {
    const was = before.get(oid)
    const relation = relations.get(oid)?.name
    return relation !== undefined && scans > (was?.scans ?? 0)
      ? [{relation, rows: Math.max(0, rows - (was?.rows ?? 0))}]
      : []
  })
