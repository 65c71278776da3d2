import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Finding} from '../finding.ts'
import {readPresets} from '../isolation/catalog.ts'
import type {Contract} from '../isolation/contract.ts'
import {leakFinding, PROVE_RULES, proofFindings} from '../isolation/findings.ts'
import {CELLS} from '../isolation/probe.ts'
import type {Leak, Proof} from '../isolation/proof.ts'
import {proveIsolation} from '../isolation/prove.ts'
import {withConnection} from '../postgres/connect.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {readSql} from '../postgres/sql-file.ts'
import {type Ignore, ignoredBy, withoutIgnored} from '../rules/settings.ts'
import type {Entry} from '../schema/entry.ts'
import type {ShadowPlace} from '../schema/shadow.ts'
import {proveTenants} from '../tenants/prove.ts'
import {openRegistry, readTenants} from '../tenants/registry.ts'
import {asWanted} from './as-wanted.ts'
import {withClone} from './clone.ts'
import {type Opened, openDatabase} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import {pgDumpOf} from './tenants.ts'
import type {Workspace} from './workspace.ts'

/** A leak that the project knows and accepts, and why. */
export type AcceptedLeak = Leak & {readonly rule: string; readonly reason: string}

export type IsolationProof = Proof & {
  readonly database: string
  readonly findings: readonly Finding[]
  /** They are not among the leaks. */
  readonly accepted: readonly AcceptedLeak[]
  /** Where the clone was: on the database's own server, or on one of pgplumb's with the roles copied, and why. */
  readonly place: {readonly sameServer: boolean; readonly reason: string | null}
}

/** Why isolation cannot be proven with this config, or null. */
export const noContract = ({project: {isolation}}: Workspace): string | null =>
  isolation.roles.length === 0
    ? 'isolation.role in the config does not say which role the application signs in as'
    : null

/**
 * Proves on a clone, without its rows, that one tenant cannot reach the rows of another. The database itself is only read.
 * @throws Failure `no_contract`, `no_tenant_tables`, `no_role`, `clone_failed`
 */
export async function proveDatabase(workspace: Workspace, name: string): Promise<IsolationProof> {
  const missing = noContract(workspace)
  if (missing !== null)
    throw new Failure('no_contract', missing, {
      hint:
        workspace.project.tenancy?.model === 'schema'
          ? 'isolation: {role: application}, or where each tenant has a role of its own {role: "{schema}"}'
          : 'isolation: {column: tenant_id, setting: app.tenant_id, role: application}',
    })
  const contract: Contract = workspace.project.isolation
  const {tenancy} = workspace.project
  const opened = await openDatabase(workspace, name)
  const source = await withConnection(opened.address, async (client) => ({
    presets: await readPresets(client, contract.roles),
    tenants: tenancy?.model === 'schema' ? await readTenants(client, await openRegistry(client, tenancy.registry)) : [],
    roles: (await client.query<Entry>(await readSql('catalog/roles.sql'))).rows,
    owners: await ownersOf(client),
    superuser:
      (await client.query<{super: boolean}>('SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user'))
        .rows[0]?.super ?? false,
  }))
  const place = await shadowPlace(workspace, source.superuser ? opened : null)
  const proof = await withClone(workspace, opened, {purpose: 'isolation', place}, (clone) =>
    withConnection(clone, async (client) => {
      const options = {
        prepare: [...(place.own ? await copiedRoles(client, source.roles) : []), ...source.owners],
        signal: workspace.signal,
        ...(workspace.onProgress ? {onProgress: workspace.onProgress} : {}),
      }
      if (tenancy?.model !== 'schema') return proveIsolation(client, contract, {presets: source.presets, ...options})
      return proveTenants(clone, {
        ...options,
        contract,
        registry: tenancy.registry,
        template: tenancy.template,
        prefix: tenancy.naming.prefix,
        admin: tenancy.admin,
        tenants: source.tenants,
        pgDump: await pgDumpOf(workspace, opened),
        presetsOf: (roles) => withConnection(opened.address, (other) => readPresets(other, roles)),
      })
    }),
  )
  const findings = withoutIgnored(
    asWanted(proofFindings(proof), 'isolation', workspace.project.rules.severities),
    workspace.project.rules.ignore,
    PROVE_RULES,
  )
  return {
    ...withAccepted(proof, workspace.project.rules.ignore),
    database: name,
    findings,
    place: whereAndWhy(opened, place, source.superuser),
  }
}

/** Leaks that `rules.ignore` has a reason for are told apart from the others. */
function withAccepted(proof: Proof, ignores: readonly Ignore[]): Proof & Pick<IsolationProof, 'accepted'> {
  const accepted = proof.leaks.flatMap((leak): AcceptedLeak[] => {
    const finding = leakFinding(leak)
    const ignore = ignoredBy(finding, ignores)
    return ignore ? [{...leak, rule: finding.rule, reason: ignore.reason}] : []
  })
  const isAccepted = ({identity}: {readonly identity: string}, cell: string): boolean =>
    accepted.some((one) => one.identity === identity && one.cell === cell)
  return {
    ...proof,
    accepted,
    leaks: proof.leaks.filter((leak) => !isAccepted(leak, leak.cell)),
    matrix: proof.matrix.map((row) => {
      const cells = {...row.cells}
      for (const cell of CELLS) if (cells[cell] === 'leak' && isAccepted(row, cell)) cells[cell] = 'known'
      return {...row, cells}
    }),
  }
}

/** With search_path empty, every name is printed with its schema. */
async function ownersOf(client: pg.ClientBase): Promise<readonly string[]> {
  await client.query("SET search_path = ''")
  const {rows} = await client.query<{sql: string}>(await readSql('catalog/owners.sql'))
  return rows.map(({sql}) => sql)
}

/** Attributes and memberships of the roles, as statements for a server that has some of them. */
async function copiedRoles(client: pg.ClientBase, entries: readonly Entry[]): Promise<readonly string[]> {
  const {rows} = await client.query<{name: string; login: boolean}>(
    'SELECT rolname AS name, rolname = current_user AS login FROM pg_roles',
  )
  const there = new Set(rows.map(({name}) => name))
  const login = rows.find((row) => row.login)?.name
  return entries.flatMap(({type, tag, text}) => {
    if (type === 'MEMBERSHIP') return [text]
    if (type !== 'ROLE' || tag === login) return []
    if (!there.has(tag)) return [text]
    const attributes = text.slice(`CREATE ROLE ${quoteIfNeeded(text, tag)} `.length)
    return attributes === '' ? [] : [`ALTER ROLE ${quoteIdent(tag)} ${attributes}`]
  })
}

/** The name as it stands in the statement. */
const quoteIfNeeded = (text: string, name: string): string =>
  text.startsWith(`CREATE ROLE ${quoteIdent(name)}`) ? quoteIdent(name) : name

function whereAndWhy(opened: Opened, place: ShadowPlace, superuser: boolean): IsolationProof['place'] {
  if (!place.own) return {sameServer: true, reason: null}
  const reason = opened.database.protected
    ? 'the database is protected'
    : !superuser
      ? `${quoteIdent(opened.address.user)} is no superuser`
      : !opened.canCreateDatabases
        ? 'the login may not create databases'
        : 'its server is not on this machine'
  return {sameServer: false, reason}
}
