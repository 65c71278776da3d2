import type pg from 'pg'
import {strength} from '../../../src/migrations/lint/lock-mode.ts'
import {type Observation, Observer} from '../../../src/migrations/rehearse/observe.ts'
import type {Lock, Step} from '../../../src/plan.ts'
import {StepRefused} from '../../support/run-steps.ts'

/** What a step says of itself and what was seen of it do not agree. */
export type Finding = {
  /** `weaker`: more was seen than it says. `stronger`: less. */
  readonly claim: 'weaker' | 'stronger'
  readonly step: Step
  readonly message: string
}

type Tables = ReadonlyMap<string, string>

const TABLES = `SELECT c.oid::text AS oid, CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm')`

/** Runs a plan as `apply` does, watched by a second session, and compares each step with what was seen of it. */
export async function compareClaims(client: pg.Client, watcher: pg.Client, steps: readonly Step[]): Promise<Finding[]> {
  const {rows} = await client.query<{version: number}>(`SELECT current_setting('server_version_num')::int AS version`)
  const observer = await Observer.of(client, watcher, rows[0]?.version ?? 0)
  const before = await tables(client)
  const findings: Finding[] = []
  let open = false
  let held: Lock | null = null
  for (const step of steps) {
    if (open !== step.transactional) {
      await client.query(open ? 'COMMIT' : 'BEGIN')
      open = step.transactional
      held = null
    }
    // Only what stood before the plan is anybody's else.
    const now = await tables(client)
    const stood = (name: string): boolean => {
      const oid = now.get(name)
      return oid !== undefined && [...before.values()].includes(oid)
    }
    const seen = await observer
      .run(() => client.query(step.sql), !step.transactional)
      .catch((error: unknown) => {
        throw new StepRefused(step, steps, error)
      })
    const locks = seen.locks.filter(({relation}) => stood(relation))
    held = strongest([...locks.map(({mode}) => mode), ...(held ? [held] : [])])
    findings.push(...compare(step, {...seen, locks}, stood, step.transactional ? held : null))
  }
  if (open) await client.query('COMMIT')
  return findings
}

function compare(
  step: Step,
  {locks, rewritten, scanned}: Observation,
  stood: (name: string) => boolean,
  held: Lock | null,
): Finding[] {
  const finding = (claim: Finding['claim'], message: string): Finding => ({claim, step, message})
  const says = (...codes: readonly string[]): boolean => step.hazards.some(({code}) => codes.includes(code))
  const found: Finding[] = []
  for (const {relation, mode} of locks)
    if (level(mode) > level(step.lock)) found.push(finding('weaker', `says ${step.lock}, took ${mode} on ${relation}`))
  for (const relation of rewritten)
    if (stood(relation) && !(step.rewrites && says('rewrites')))
      found.push(finding('weaker', `wrote ${relation} anew, and does not say so`))
  for (const {relation} of scanned ?? [])
    if (stood(relation) && !says('scans', 'rewrites'))
      found.push(finding('weaker', `read ${relation}, and does not say so`))
  if (held && locks.length && level(step.lock) > level(held))
    found.push(finding('stronger', `says ${step.lock}, took ${held}`))
  if (step.rewrites && !rewritten.length) found.push(finding('stronger', 'says that it writes the table anew'))
  if (says('scans') && !step.rewrites && scanned && !scanned.length)
    found.push(finding('stronger', 'says that it reads the table'))
  return found
}

/** Queries and the writing of rows take ROW EXCLUSIVE at most: such locks make no reader and no writer wait. */
const level = (mode: Lock | null): number => Math.max(strength(mode ?? 'ROW EXCLUSIVE'), strength('ROW EXCLUSIVE'))

const strongest = (modes: readonly Lock[]): Lock | null =>
  modes.reduce<Lock | null>((most, mode) => (level(mode) > level(most) ? mode : most), null)

const tables = async (client: pg.Client): Promise<Tables> =>
  new Map((await client.query<{oid: string; name: string}>(TABLES)).rows.map(({oid, name}) => [name, oid]))
