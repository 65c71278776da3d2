import {randomBytes} from 'node:crypto'
import type pg from 'pg'
import type {Change} from '../change.ts'
import {Failure} from '../failure.ts'
import type {Step} from '../plan.ts'
import {type Address, withDatabase} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {dropDatabase, withServer} from '../postgres/database.ts'
import {isServerError} from '../postgres/errors.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {compare} from './compare.ts'
import type {CompareOptions} from './difference.ts'
import type {Schema} from './entry.ts'
import {readDatabase} from './read.ts'
import {schemaSql} from './restore.ts'
import {makeRoles, rolesIn} from './roles.ts'
import {runSteps} from './run-steps.ts'

export type Proof = {
  readonly proven: boolean
  /** Why not: what the server said, or what is left. */
  readonly reason: string | null
  readonly left: readonly Change[]
}

export type ProofOptions = CompareOptions & {
  /** Where the clone is made. */
  readonly server: Address
  readonly pgDump: PgDumpChoice
  readonly signal?: AbortSignal
  /** Whether the server is pgplumb's own, where roles that are granted to can be made. */
  readonly own?: boolean
}

/**
 * Runs the steps on a clone of `actual` and looks with pg_dump, not with the code that planned, whether it is then
 * like `expected`.
 */
export async function prove(
  actual: Schema,
  expected: Schema,
  steps: readonly Step[],
  options: ProofOptions,
): Promise<Proof> {
  const {server, pgDump, signal, own = false} = options
  const stoppable = signal ? {signal} : {}
  const name = `pgplumb_proof_${randomBytes(6).toString('hex')}`
  return withServer(server, async (client) => {
    await client.query(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE template0 ENCODING 'UTF8'`)
    const address = withDatabase(server, name)
    try {
      if (own) await withConnection(address, async (clone) => makeRoles(clone, await rolesOf(actual, steps)))
      const refusal =
        (await attempt(address, 'the schema could not be cloned', async (clone) => {
          for (const batch of schemaSql(actual)) await clone.query(batch)
        })) ?? (await attempt(address, 'a step failed', (clone) => runSteps(clone, steps, stoppable)))
      if (refusal !== null) return {proven: false, reason: refusal, left: []}
      const left = (await compare(await readDatabase(address, {pgDump, ...stoppable}), expected, options)).filter(
        ({cosmetic}) => !cosmetic,
      )
      return {proven: left.length === 0, reason: left.length ? leftOver(left) : null, left}
    } finally {
      await dropDatabase(client, name, {force: true})
    }
  })
}

const rolesOf = (schema: Schema, steps: readonly Step[]): Promise<Set<string>> =>
  rolesIn([...[...schema.entries.values()].map(({text}) => text), ...steps.map(({sql}) => sql)])

async function attempt(
  address: Address,
  what: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<string | null> {
  try {
    await withConnection(address, work)
    return null
  } catch (error) {
    if (error instanceof Failure && error.code === 'interrupted') throw error
    const cause = error instanceof Error && isServerError(error.cause) ? error.cause : error
    if (!isServerError(cause)) throw error
    return `${what}: ${error instanceof Error ? error.message : cause.message}${cause.detail ? ` (${cause.detail})` : ''}`
  }
}

const leftOver = (left: readonly Change[]): string =>
  `${left.length} ${left.length === 1 ? 'difference is' : 'differences are'} left: ${left
    .slice(0, 5)
    .map(({change, kind, identity}) => `${kind} ${identity} (${change})`)
    .join(', ')}${left.length > 5 ? ', …' : ''}`
