import type pg from 'pg'
import {Failure} from '../../failure.ts'
import type {Address} from '../../postgres/address.ts'
import {connect} from '../../postgres/connect.ts'
import {isServerError} from '../../postgres/errors.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import {eachInSessions, rollBack} from '../each.ts'
import {type Problem, problemOf} from '../tenant.ts'
import type {Access} from './access.ts'
import {accessDifferences, missingRoles} from './differences.ts'
import {accessStatements} from './statements.ts'

export type GrantOptions = {
  readonly concurrency?: number
  readonly signal?: AbortSignal | undefined
  readonly onSchema?: (schema: string) => void
}

export type Granted = {
  /** Schemas whose grants were not as declared, and are now. */
  readonly granted: readonly string[]
  readonly failed: readonly {readonly schema: string; readonly problem: Problem}[]
}

/**
 * Makes grants in these schemas what is declared, each schema in a transaction; those that are so already are left alone.
 * @throws Failure `no_role`
 */
export async function grantAccess(
  address: Address,
  schemas: readonly string[],
  access: readonly Access[],
  {concurrency = 2, signal, onSchema}: GrantOptions = {},
): Promise<Granted> {
  const client = await connect(address, {applicationName: 'pgplumb tenant grant'})
  try {
    const due = await accessDifferences(client, schemas, access)
    const failed = new Map<string, Problem>()
    await eachInSessions(address, due, {concurrency, signal, own: client}, async ({client}, one) => {
      try {
        await client.query(["BEGIN; SET LOCAL lock_timeout = '10s'", ...accessStatements(one), 'COMMIT'].join(';\n'))
      } catch (error) {
        await rollBack(client)
        if (!isServerError(error)) throw error
        failed.set(one.schema, problemOf(error))
      }
      onSchema?.(one.schema)
    })
    // Who does not own an object is only warned that nothing was granted.
    for (const {schema, owner, differences} of await accessDifferences(
      client,
      due.map(({schema}) => schema),
      access,
    ))
      if (!failed.has(schema)) failed.set(schema, notGranted(client, owner, differences.length))
    return {
      granted: due.map(({schema}) => schema).filter((schema) => !failed.has(schema)),
      failed: [...failed].map(([schema, problem]) => ({schema, problem})),
    }
  } finally {
    await client.end().catch(() => {})
  }
}

const notGranted = (client: pg.Client, owner: string, left: number): Problem => ({
  code: 'not_granted',
  message: `${left} grants are not as declared: ${client.user ?? 'this login'} may not grant there`,
  hint: `sign in as the owner, ${owner}`,
  detail: null,
  place: null,
})

/**
 * Makes the roles that are missing, which nobody can sign in as. Returns those it made.
 * @throws Failure `permission_denied`
 */
export async function createRoles(client: pg.Client, roles: readonly string[]): Promise<readonly string[]> {
  const missing = await missingRoles(client, roles)
  try {
    for (const role of missing) await client.query(`CREATE ROLE ${quoteIdent(role)} NOLOGIN`)
  } catch (error) {
    if (!isServerError(error) || error.code !== '42501') throw error
    throw new Failure('permission_denied', `${client.user ?? 'this login'} may not create roles`, {
      hint: `as one who may: ${missing.map((role) => `CREATE ROLE ${quoteIdent(role)} NOLOGIN;`).join(' ')}`,
      cause: error,
    })
  }
  return missing
}
