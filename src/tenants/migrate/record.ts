import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {isServerError} from '../../postgres/errors.ts'
import {OWN_SCHEMA} from '../../postgres/own-schema.ts'
import {quoteIdent, quoteQualified} from '../../postgres/quote.ts'
import {readSql} from '../../postgres/sql-file.ts'
import type {TenantOutcome} from './outcome.ts'

const TABLE = quoteQualified(OWN_SCHEMA, 'tenant_outcomes')

/** @throws Failure `no_history` where this role may not create the table */
export async function ensureOutcomes(client: pg.Client): Promise<void> {
  // Looked up first: IF NOT EXISTS asks for the privilege to create even where there is nothing to do.
  const {rows} = await client.query<{there: boolean}>('SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there', [TABLE])
  if (rows[0]?.there) return
  try {
    await client.query(await readSql('tenants/create-outcomes.sql'))
  } catch (error) {
    if (!isServerError(error)) throw error
    throw new Failure('no_history', `cannot create ${OWN_SCHEMA}.tenant_outcomes: ${error.message}`, {
      hint: `as the database's owner: CREATE SCHEMA ${OWN_SCHEMA} AUTHORIZATION ${quoteIdent(client.user ?? 'current_user')}`,
      cause: error,
    })
  }
}

/** Records what tenants came to, all in one statement. */
export async function recordOutcomes(
  client: pg.Client,
  run: string,
  outcomes: readonly TenantOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return
  const rows = outcomes.map(({name, schema, outcome, versions, duration, problem}) => ({
    tenant: name,
    schema,
    outcome,
    versions,
    duration_ms: duration,
    error_code: problem?.code ?? null,
    error: problem && [problem.message, problem.detail].filter(Boolean).join('\n'),
  }))
  await client.query(
    `INSERT INTO ${TABLE} (run, tenant, schema, outcome, versions, duration_ms, error_code, error)
     SELECT $1, tenant, schema, outcome, versions, duration_ms, error_code, error
       FROM pg_catalog.jsonb_populate_recordset(NULL::${TABLE}, $2)`,
    [run, JSON.stringify(rows)],
  )
}
