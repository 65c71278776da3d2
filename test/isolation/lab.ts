import {randomBytes} from 'node:crypto'
import {readFileSync} from 'node:fs'
import type pg from 'pg'
import {readPresets} from '../../src/isolation/catalog.ts'
import type {Contract} from '../../src/isolation/contract.ts'
import type {Leak, Proof} from '../../src/isolation/proof.ts'
import {proveIsolation} from '../../src/isolation/prove.ts'
import {type Address, withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'

export const SYSTEMS = ['verofield', 'membership'] as const
/** A schema per tenant, with one role for all and with a role each. */
export const SCHEMA_SYSTEMS = ['crm', 'crm-roles'] as const
export type System = (typeof SYSTEMS)[number] | (typeof SCHEMA_SYSTEMS)[number]

/** One change to a well-kept database: a fault, with the relation or function that leaks then, or none. */
export type Variant = {
  readonly system: System
  readonly name: string
  readonly sql: string
  readonly leaksThrough: string | null
}

const read = (name: string): string => readFileSync(new URL(`fixtures/${name}.sql`, import.meta.url), 'utf8')

/** The variants of a file: `--@ what is done | through what it leaks`, then the SQL. */
export const variants = (system: System, kind: 'mutants' | 'benign'): readonly Variant[] =>
  read(`${system}-${kind}`)
    .split(/^--@ /m)
    .slice(1)
    .map((block) => {
      const [head = '', ...lines] = block.split('\n')
      const [name = '', leaksThrough] = head.split(' | ')
      return {system, name: name.trim(), sql: lines.join('\n'), leaksThrough: leaksThrough?.trim() ?? null}
    })

/** The leaks through that relation or function, of the schema public where none is named. */
export function through(leaks: readonly Leak[], name: string | null): Leak[] {
  const bare = (text: string): string => text.replace(/\(.*/, '').replaceAll('"', '')
  const wanted = bare(name ?? '')
  return leaks.filter(({identity}) => [wanted, `public.${wanted}`].includes(bare(identity)))
}

export const contractOf = (system: System, app: string): Contract => ({
  columns: system === 'verofield' ? ['tenant_id'] : ['workspace_id', 'organization_id'],
  userColumns: system === 'verofield' ? [] : ['user_id'],
  setting: 'app.tenant_id',
  signIn:
    system === 'verofield'
      ? null
      : "SELECT set_config('request.jwt.claims', json_build_object('sub', :user)::text, true)",
  roles: [app],
  except: [],
  members:
    system === 'verofield'
      ? []
      : [
          {
            table: 'organization_members',
            row: {organization_id: ':tenant', user_id: ':user', role: 'member', status: 'active'},
          },
        ],
  formerMembers:
    system === 'verofield'
      ? []
      : [
          {
            table: 'organization_members',
            row: {organization_id: ':tenant', user_id: ':user', role: 'member', status: 'removed'},
          },
        ],
})

export type Lab = {
  readonly app: string
  readonly owner: string
  /** Runs `work` in a database of the system with the change made, which is dropped after. */
  readonly inVariant: <T>(sql: string, work: (client: pg.Client, address: Address) => Promise<T>) => Promise<T>
  readonly prove: (sql: string) => Promise<Proof>
  readonly proveAt: (address: Address) => Promise<Proof>
  readonly close: () => Promise<void>
}

/** A system's well-kept database as a template, with roles of its own. */
export async function openLab(server: Address, system: System): Promise<Lab> {
  const id = randomBytes(4).toString('hex')
  const [app, owner, template] = [`app_${id}`, `owner_${id}`, `lab_${id}`]
  const inRoles = (sql: string): string => sql.replaceAll('@app', app).replaceAll('@owner', owner)
  const administer = (...statements: readonly string[]) =>
    withConnection(server, async (client) => {
      for (const statement of statements) await client.query(statement)
    })
  await administer(
    `CREATE ROLE ${app} LOGIN`,
    `CREATE ROLE ${owner} NOLOGIN`,
    `CREATE DATABASE ${template} TEMPLATE template0`,
  )
  await withConnection(withDatabase(server, template), (client) => client.query(inRoles(read(system))))
  const inVariant: Lab['inVariant'] = async (sql, work) => {
    const name = `${template}_${randomBytes(4).toString('hex')}`
    await administer(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE ${template}`)
    const address = withDatabase(server, name)
    try {
      return await withConnection(address, async (client) => {
        await client.query(inRoles(sql) || 'SELECT')
        return work(client, address)
      })
    } finally {
      await administer(
        `DROP DATABASE ${quoteIdent(name)} WITH (FORCE)`,
        `ALTER ROLE ${app} NOBYPASSRLS`,
        `ALTER ROLE ${app} RESET ALL`,
        `REVOKE ${owner} FROM ${app}`,
      )
    }
  }
  const proveAt = (address: Address) =>
    withConnection(address, async (client) =>
      proveIsolation(client, contractOf(system, app), {presets: await readPresets(client, [app])}),
    )
  return {
    app,
    owner,
    inVariant,
    prove: (sql) => inVariant(sql, async (_client, address) => proveAt(address)),
    proveAt,
    close: () => administer(`DROP DATABASE ${template} WITH (FORCE)`, `DROP ROLE ${app}`, `DROP ROLE ${owner}`),
  }
}
