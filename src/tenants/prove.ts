import {readFileSync} from 'node:fs'
import {Failure} from '../failure.ts'
import type {Preset} from '../isolation/catalog.ts'
import type {Contract} from '../isolation/contract.ts'
import {joinProofs} from '../isolation/join-proofs.ts'
import type {Proof} from '../isolation/proof.ts'
import {proveSchemas} from '../isolation/schemas/prove.ts'
import type {SchemaTenant} from '../isolation/schemas/sides.ts'
import {DEFAULT_HISTORY} from '../migrations/history.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {readDatabase} from '../schema/read.ts'
import {filledAdminSql} from './admin-sql.ts'
import {readBlueprint} from './blueprint.ts'
import {PREAMBLE} from './create.ts'
import {tenantDrift} from './drift.ts'
import {fill} from './rewrite/pattern.ts'

/** How many tenants that are unlike the template are tried, each against all others. */
const MOST = 8

export type ProveTenantsOptions = {
  /** Its roles may have `{schema}` and `{name}` in them: then each tenant has its own. */
  readonly contract: Contract
  readonly registry: {readonly table: string; readonly schema: string}
  readonly template: string
  readonly prefix: string
  /** A file that runs in a new tenant, and may make its role. */
  readonly admin: string | null
  /** Those of the registry. */
  readonly tenants: readonly {readonly name: string; readonly schema: string}[]
  readonly pgDump: PgDumpChoice
  readonly presetsOf: (roles: readonly string[]) => Promise<readonly Preset[]>
  readonly prepare?: readonly string[]
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (message: string) => void
}

type Named = {readonly name: string; readonly schema: string}
type Round = {readonly attacker: SchemaTenant; readonly victims: readonly SchemaTenant[]}

/**
 * Proves a schema per tenant in a database that is a clone: two tenants made from the template stand for all that are
 * like it, and those that differ from it, or have a role of their own, are tried one by one.
 * @throws Failure `no_template`, `no_role`, `too_few_tenants`, and those of `proveSchemas`
 */
export async function proveTenants(address: Address, options: ProveTenantsOptions): Promise<Proof> {
  const {contract, template, tenants, registry, prepare = [], onProgress = () => {}} = options
  const there = tenants.filter(({schema}) => schema !== template)
  const made = madeNames(options.prefix, tenants)
  const setup = await makingSql(address, made, options)
  const proofs: Proof[] = []
  for (const pattern of contract.roles) {
    const own = isPattern(pattern)
    const inRole = (tenant: Named): SchemaTenant => ({...tenant, role: roleOf(pattern, tenant)})
    const real = await withRoles(address, there.map(inRole), prepare)
    const others = await withRoles(address, made.map(inRole), [...prepare, ...setup])
    const unlike = own ? real : await unlikeTemplate(address, real, options)
    const rounds = roundsOf(others, real, unlike.slice(0, MOST))
    if (rounds.length === 0)
      throw new Failure('too_few_tenants', `no two tenants have a role ${pattern} that exists on this server`, {
        hint: 'create the roles of two tenants, make them in the file of tenancy.admin, or correct isolation.role in the config',
      })
    for (const [at, {attacker, victims}] of rounds.entries()) {
      const [victim, ...further] = victims
      if (!victim) continue
      const proof = await withConnection(address, async (client) =>
        proveSchemas(
          client,
          {
            ...contract,
            roles: [attacker.role],
            members: [...contract.members, {table: registry.table, row: {[registry.schema]: ':schema'}}],
            sides: {attacker, victims: [victim, ...further], template},
          },
          {
            presets: await options.presetsOf([...new Set([attacker.role, victim.role])]),
            prepare,
            signal: options.signal,
            setup: others.length > 0 ? setup : [],
            onProgress: (message) => onProgress(`${attacker.schema} (${at + 1} of ${rounds.length}): ${message}`),
          },
        ),
      )
      const isMade = made.some(({schema}) => schema === attacker.schema)
      proofs.push(isMade && proof.schemas ? {...proof, schemas: {...proof.schemas, made: [attacker.schema]}} : proof)
    }
    const untried = unlike.slice(MOST)
    if (untried.length > 0) proofs.push(notTried(untried))
  }
  return joinProofs(proofs)
}

const isPattern = (role: string): boolean => /\{(schema|name)\}/.test(role)
const roleOf = (pattern: string, {schema, name}: Named): string =>
  pattern.replaceAll('{schema}', schema).replaceAll('{name}', name)

/** Each that has to be tried against all others. Made tenants, if there are any, come first. */
function roundsOf(
  made: readonly SchemaTenant[],
  real: readonly SchemaTenant[],
  unlike: readonly SchemaTenant[],
): Round[] {
  // Those that differ say most, and the first of them are looked at most closely.
  const all = [...made, ...unlike, ...real.filter((one) => !unlike.includes(one))]
  return [...made.slice(0, 1), ...unlike].flatMap((attacker) => {
    const victims = all.filter((one) => one !== attacker)
    return victims.length > 0 ? [{attacker, victims}] : []
  })
}

/** Two names that no tenant has. */
function madeNames(prefix: string, tenants: readonly Named[]): Named[] {
  const taken = new Set(tenants.map(({schema}) => schema))
  return ['proof_a', 'proof_b'].map((wanted) => {
    let name = wanted
    while (taken.has(prefix + name)) name += '_'
    return {name, schema: prefix + name}
  })
}

/** Those whose role exists, if need be after the SQL that makes them. */
async function withRoles(
  address: Address,
  tenants: readonly SchemaTenant[],
  setup: readonly string[],
): Promise<readonly SchemaTenant[]> {
  return withConnection(address, async (client) => {
    await client.query('BEGIN')
    try {
      if (setup.length > 0) await client.query(setup.join(';\n'))
      const {rows} = await client.query<{role: string; schema: string}>(
        `SELECT r.rolname AS role, n.nspname AS schema FROM unnest($1::text[], $2::text[]) AS t (role, schema)
           JOIN pg_roles r ON r.rolname = t.role JOIN pg_namespace n ON n.nspname = t.schema`,
        [tenants.map(({role}) => role), tenants.map(({schema}) => schema)],
      )
      return tenants.filter((one) => rows.some(({role, schema}) => role === one.role && schema === one.schema))
    } finally {
      await client.query('ROLLBACK')
    }
  })
}

/** What makes the two tenants, and what the project runs in each new one, where that wants nothing but their names. */
async function makingSql(
  address: Address,
  made: readonly Named[],
  {template, pgDump, admin, contract}: ProveTenantsOptions,
): Promise<readonly string[]> {
  const blueprint = await readBlueprint(address, template, {pgDump, history: DEFAULT_HISTORY.table})
  const adminSql = admin !== null && contract.roles.some(isPattern) ? readFileSync(admin, 'utf8') : null
  const each = await Promise.all(
    made.map(async ({schema, name}) => [
      PREAMBLE.replace(/;$/, ''),
      fill(blueprint.schema, schema).replace(/;\s*$/, ''),
      fill(blueprint.objects, schema).replace(/;\s*$/, ''),
      ...(adminSql === null
        ? []
        : [
            `SET LOCAL search_path = ${quoteIdent(schema)}, public`,
            (await filledAdminSql(adminSql, {name, schema, id: '0'})) ?? 'SELECT',
          ]),
    ]),
  )
  return [
    ...each.flat(),
    'SET LOCAL search_path TO DEFAULT',
    'SET LOCAL row_security = on',
    'SET LOCAL check_function_bodies = on',
  ]
}

/** Tenants that are not as the template is, or have tables of others below theirs: it does not stand for them. */
async function unlikeTemplate(
  address: Address,
  tenants: readonly SchemaTenant[],
  {template, pgDump}: ProveTenantsOptions,
): Promise<readonly SchemaTenant[]> {
  if (tenants.length === 0) return []
  const schema = await readDatabase(address, {pgDump})
  const {equal} = await tenantDrift(
    schema,
    template,
    tenants.map((one) => one.schema),
  )
  const parents = await withConnection(address, (client) =>
    client.query<{schema: string}>(
      `SELECT DISTINCT n.nspname AS schema FROM pg_inherits i
         JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace
         JOIN pg_class c ON c.oid = i.inhrelid WHERE p.relnamespace <> c.relnamespace`,
    ),
  )
  return tenants.filter((one) => !equal.includes(one.schema) || parents.rows.some((row) => row.schema === one.schema))
}

const notTried = (tenants: readonly SchemaTenant[]): Proof => ({
  matrix: [],
  leaks: [],
  unproven: [
    {
      kind: 'schemas',
      identity: `${tenants[0]?.schema}${tenants.length > 1 ? ` and ${tenants.length - 1} more` : ''}`,
      reason: `of the tenants that are unlike the template, or have a role of their own, only the first ${MOST} were tried as the one that attacks`,
    },
  ],
  shared: [],
  attempts: 0,
  tables: {wanted: 0, seeded: 0},
  schemas: null,
})
