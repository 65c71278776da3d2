import {randomBytes} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import type pg from 'pg'
import {readPresets} from '../../src/isolation/catalog.ts'
import type {Contract} from '../../src/isolation/contract.ts'
import type {Proof} from '../../src/isolation/proof.ts'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {loadProject} from '../../src/project/load.ts'
import {grantAccess} from '../../src/tenants/access/grant.ts'
import {createTenants} from '../../src/tenants/create.ts'
import {proveTenants} from '../../src/tenants/prove.ts'
import {pgDumpFor} from '../support/schema.ts'
import type {SCHEMA_SYSTEMS} from './lab.ts'

const CRM = fileURLToPath(new URL('../../sql/examples/crm/sql/', import.meta.url))
const read = (file: string): string => readFileSync(CRM + file, 'utf8')
const SCHEMA = readdirSync(`${CRM}schema`).map((file) => read(`schema/${file}`))

/** The example's CRM with two tenants. */
const TENANTS = ['acme', 'globex'].map((name) => ({name, schema: `tenant_${name}`}))

export type SchemaLab = {
  readonly inVariant: <T>(sql: string, work: (client: pg.Client, address: Address) => Promise<T>) => Promise<T>
  readonly proveAt: (address: Address) => Promise<Proof>
  readonly close: () => Promise<void>
}

export async function openSchemaLab(server: Address, system: (typeof SCHEMA_SYSTEMS)[number]): Promise<SchemaLab> {
  const id = randomBytes(4).toString('hex')
  const template = `lab_${id}`
  const roles = TENANTS.map(({schema}) => `${schema}_${id}`)
  const [acme = '', globex = ''] = roles
  const ownRoles = system === 'crm-roles'
  const inRoles = (sql: string): string => sql.replaceAll('@acme', acme).replaceAll('@globex', globex)
  const administer = (...statements: readonly string[]) =>
    withConnection(server, async (client) => {
      for (const statement of statements) await client.query(statement)
    })
  const pgDump = await pgDumpFor(server)
  await administer(
    `CREATE DATABASE ${template} TEMPLATE template0`,
    ...(ownRoles ? roles.map((role) => `CREATE ROLE ${role} NOLOGIN`) : []),
  )
  const address = withDatabase(server, template)
  await withConnection(address, async (client) => {
    for (const sql of [read('prelude.sql'), ...SCHEMA]) await client.query(sql)
  })
  const {tenancy} = await loadProject({cwd: CRM, env: {}, warn: () => {}})
  if (tenancy?.model !== 'schema') throw new Error('the CRM has no schema per tenant')
  await grantAccess(address, [tenancy.template], tenancy.access)
  await createTenants(
    address,
    TENANTS.map(({name}) => ({name})),
    {
      registry: {table: 'public.tenants', schema: 'schema_name'},
      template: 'template',
      naming: {prefix: 'tenant_', names: 'any', reserved: []},
      pgDump,
    },
  )
  // The proof makes the rows of the registry itself, as in a clone.
  await withConnection(address, (client) => client.query('DELETE FROM public.tenants'))
  if (ownRoles)
    await withConnection(address, (client) =>
      client.query(TENANTS.map(({schema}) => grants(schema, `${schema}_${id}`)).join('\n')),
    )
  const contract: Contract = {
    columns: ['tenant_id'],
    userColumns: [],
    setting: 'app.tenant_id',
    signIn: null,
    roles: [ownRoles ? `{schema}_${id}` : 'application'],
    except: ['public.invitations'],
    members: [],
    formerMembers: [],
  }
  return {
    inVariant: async (sql, work) => {
      const name = `${template}_${randomBytes(4).toString('hex')}`
      await administer(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE ${template}`)
      const place = withDatabase(server, name)
      try {
        return await withConnection(place, async (client) => {
          await client.query(inRoles(sql) || 'SELECT')
          return work(client, place)
        })
      } finally {
        await administer(
          `DROP DATABASE ${quoteIdent(name)} WITH (FORCE)`,
          ...(ownRoles ? [`REVOKE ${globex} FROM ${acme}`, `REVOKE pg_read_all_data FROM ${acme}`] : []),
        )
      }
    },
    proveAt: (place) =>
      proveTenants(place, {
        contract,
        registry: {table: 'public.tenants', schema: 'schema_name'},
        template: 'template',
        prefix: 'tenant_',
        admin: null,
        tenants: TENANTS,
        pgDump,
        presetsOf: (wanted) => withConnection(place, (client) => readPresets(client, wanted)),
      }),
    close: () =>
      administer(
        `DROP DATABASE ${template} WITH (FORCE)`,
        ...(ownRoles ? roles.map((role) => `DROP ROLE ${role}`) : []),
      ),
  }
}

const grants = (schema: string, role: string): string => `
  REVOKE ALL ON SCHEMA ${schema} FROM application, readonly; REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM application, readonly;
  REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${schema} FROM application;
  GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}; GRANT SELECT ON public.tenants TO ${role};`
