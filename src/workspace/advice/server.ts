import type pg from 'pg'
import {array, boolean, number, object, parse, string} from 'valibot'
import {freeSpace} from '../../maintenance/disk.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import {readSql} from '../../postgres/sql-file.ts'
import type {Opened} from '../open.ts'
import type {Advice} from './advice.ts'
import {diskAdvice} from './machine.ts'

const shape = object({
  login: string(),
  superuser: boolean(),
  creates: boolean(),
  monitors: boolean(),
  now: number(),
  locks: number(),
  locks_per_transaction: number(),
  tables: number(),
  missing: array(string()),
  outdated: array(object({name: string(), installed: string(), available: string()})),
})
type Facts = ReturnType<typeof parseFacts>
const parseFacts = (row: unknown) => parse(shape, row)

/** What doctor asks a database that answers; `extensions` are those that the project's files make. */
export async function serverAdvice(
  client: pg.Client,
  {database: {name, protected: isProtected}, address, major}: Opened,
  extensions: readonly string[],
  now: () => Date = () => new Date(),
): Promise<readonly Advice[]> {
  const before = now().getTime()
  const {rows} = await client.query(await readSql('catalog/doctor.sql'), [extensions])
  const facts = parseFacts(rows[0])
  const unreadable = (
    await client.query<{schema: string; name: string}>(await readSql('catalog/unreadable-relations.sql'))
  ).rows
  const here = (before + now().getTime()) / 2
  return [
    ...supportAdvice(major, now()),
    ...permissionAdvice(facts, isProtected, unreadable),
    ...extensionAdvice(facts),
    ...clockAdvice(facts.now - here),
    ...lockAdvice(facts),
    ...diskAdvice(await freeSpace(client, address)),
  ].map((advice) => ({...advice, database: name}))
}

type Local = Omit<Advice, 'database'>

/** https://www.postgresql.org/support/versioning/ */
const LAST_FIXES: Readonly<Record<number, string>> = {
  13: '2025-11-13',
  14: '2026-11-12',
  15: '2027-11-11',
  16: '2028-11-09',
  17: '2029-11-08',
  18: '2030-11-14',
}

export function supportAdvice(major: number, now: Date): readonly Local[] {
  const end = LAST_FIXES[major]
  if (end === undefined || now.getTime() < Date.parse(end)) return []
  const message = `PostgreSQL ${major} has got no fixes since ${end}`
  return [{check: 'version', severity: 'warning', message, cure: 'pg_upgrade, or the next version of its host'}]
}

function permissionAdvice(
  {login, creates, monitors}: Facts,
  isProtected: boolean,
  unreadable: readonly {readonly schema: string; readonly name: string}[],
): readonly Local[] {
  const role = quoteIdent(login)
  const found: Local[] = []
  const [first] = unreadable
  if (first)
    found.push({
      check: 'permission',
      severity: 'error',
      message: `${login} may not read ${unreadable.length} of its tables, ${first.schema}.${first.name} for one: pg_dump, and with it drift, stops there`,
      cure: `GRANT pg_read_all_data TO ${role}`,
    })
  if (!monitors)
    found.push({
      check: 'permission',
      severity: 'info',
      message: `${login} sees its own sessions and queries only: inspect and health tell less`,
      cure: `GRANT pg_monitor TO ${role}`,
    })
  if (!creates && !isProtected)
    found.push({
      check: 'permission',
      severity: 'info',
      message: `${login} may not create databases: shadows and clones are made on an embedded server, and reset cannot be`,
      cure: `ALTER ROLE ${role} CREATEDB`,
    })
  return found
}

const extensionAdvice = ({missing, outdated}: Facts): readonly Local[] => [
  ...missing.map(
    (name): Local => ({
      check: 'extension',
      severity: 'error',
      message: `the project's files make the extension ${name}, which its server does not have`,
      cure: `install it on the server (often a package postgresql-<version>-${name}), or use an image that has it`,
    }),
  ),
  ...outdated.map(
    ({name, installed, available}): Local => ({
      check: 'extension',
      severity: 'info',
      message: `the extension ${name} is ${installed}; the server has ${available}`,
      cure: `ALTER EXTENSION ${quoteIdent(name)} UPDATE`,
    }),
  ),
]

const MOST_APART = 5000

/** `apart`: by how many milliseconds the server is ahead. */
export function clockAdvice(apart: number): readonly Local[] {
  if (Math.abs(apart) <= MOST_APART) return []
  const [seconds, where] = [Math.round(Math.abs(apart) / 1000), apart > 0 ? 'ahead of' : 'behind']
  return [
    {
      check: 'clock',
      severity: 'warning',
      message: `its clock is ${seconds} s ${where} this machine's: what expires, expires at another time`,
      cure: 'let chrony, systemd-timesyncd or the like keep both',
    },
  ]
}

export function lockAdvice({
  locks,
  locks_per_transaction,
  tables,
}: Pick<Facts, 'locks' | 'locks_per_transaction' | 'tables'>): readonly Local[] {
  if (tables <= locks) return []
  const wanted = Math.ceil((tables / locks) * locks_per_transaction * 1.5)
  return [
    {
      check: 'settings',
      severity: 'error',
      message: `pg_dump locks each of its ${tables} tables, and the server has room for ${locks} locks`,
      cure: `ALTER SYSTEM SET max_locks_per_transaction = ${wanted}, and restart the server`,
    },
  ]
}
