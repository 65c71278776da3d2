import type {Step} from '../../plan.ts'
import type {Difference} from '../difference.ts'
import type {Entry} from '../entry.ts'
import {identifier} from '../words.ts'
import {targetFor} from './action.ts'
import {resetSql, settingSql} from './setting.ts'
import {hazard, step} from './step.ts'

/** Roles, who is a member of whom, and the settings of roles in every database: they belong to the server. */
export const isOfRoles = ({actual, expected}: Pick<Difference, 'actual' | 'expected'>): boolean => {
  const [main] = expected.length ? expected : actual
  return main !== undefined && isRoleEntry(main)
}

export const isRoleEntry = ({type, text}: Entry): boolean =>
  type === 'ROLE' ||
  type === 'MEMBERSHIP' ||
  (type === 'SETTING' && /^ALTER ROLE (?!.* IN DATABASE CURRENT )/s.test(text))

/** Kinds of the steps that change the server rather than the database. */
export const isRoleStep = ({kind, sql}: Step): boolean =>
  kind === 'role' || kind === 'membership' || (kind === 'setting' && /^ALTER ROLE /.test(sql))

const ORDER = ['ROLE', 'MEMBERSHIP', 'SETTING']
const ATTRIBUTES: Readonly<Record<string, string>> = {
  SUPERUSER: 'NOSUPERUSER',
  LOGIN: 'NOLOGIN',
  CREATEDB: 'NOCREATEDB',
  CREATEROLE: 'NOCREATEROLE',
  NOINHERIT: 'INHERIT',
  REPLICATION: 'NOREPLICATION',
  BYPASSRLS: 'NOBYPASSRLS',
}

/** What has to be there before objects are given or granted to roles, and what goes when nothing is any more. */
export function roleSteps(differences: readonly Difference[]): {readonly first: Step[]; readonly last: Step[]} {
  const sorted = [...differences].sort((a, b) => rank(a) - rank(b))
  return {
    first: sorted.filter(({expected}) => expected.length).flatMap(make),
    last: sorted
      .filter(({expected}) => !expected.length)
      .reverse()
      .flatMap(drop),
  }
}

const rank = ({actual, expected}: Difference): number => ORDER.indexOf((expected[0] ?? actual[0])?.type ?? '')

const needs = hazard('needs-superuser', 'only a superuser, or a role with CREATEROLE and ADMIN OPTION, may')

function make(difference: Difference): Step[] {
  const [[found], [wanted]] = [difference.actual, difference.expected]
  if (!wanted) return []
  const sql =
    wanted.type === 'SETTING'
      ? [settingSql(wanted)]
      : !found
        ? [wanted.text.trim()]
        : wanted.type === 'ROLE'
          ? alterRole(found, wanted)
          : remember(found, wanted)
  return sql.map((one) => step(targetFor(difference), one, {hazards: [needs]}))
}

/** `CREATE ROLE app LOGIN CONNECTION LIMIT 5` twice: what differs. */
function alterRole(found: Entry, wanted: Entry): string[] {
  const [had, has] = [attributes(found.text), attributes(wanted.text)]
  const gone = [...had.keys()].filter((name) => !has.has(name)).map((name) => ATTRIBUTES[name] ?? unlimited(name))
  const come = [...has].filter(([name, value]) => had.get(name) !== value).map(([name, value]) => `${name}${value}`)
  return [`ALTER ROLE ${identifier(wanted.tag)} ${[...gone, ...come].join(' ')}`]
}

const unlimited = (name: string): string => (name === 'VALID UNTIL' ? "VALID UNTIL 'infinity'" : 'CONNECTION LIMIT -1')

const ATTRIBUTE =
  /\b(CONNECTION LIMIT|VALID UNTIL|SUPERUSER|LOGIN|CREATEDB|CREATEROLE|NOINHERIT|REPLICATION|BYPASSRLS)\b( '(?:[^']|'')*'| \d+)?/g

const attributes = (sql: string): Map<string, string> =>
  new Map(
    [...sql.replace(/^CREATE ROLE (?:"(?:[^"]|"")*"|\S+)/, '').matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )

/** `GRANT a TO b WITH ADMIN OPTION`, with or without the option. */
function remember(found: Entry, wanted: Entry): string[] {
  const had = / WITH ADMIN OPTION$/.test(found.text)
  const has = / WITH ADMIN OPTION$/.test(wanted.text)
  return had && !has ? [revoke(found.text.replace(/ WITH ADMIN OPTION$/, ''), 'ADMIN OPTION FOR ')] : [wanted.text]
}

const revoke = (grant: string, option = ''): string =>
  grant.replace(/^GRANT (.*) TO (.*?)( WITH ADMIN OPTION)?$/s, `REVOKE ${option}$1 FROM $2`)

function drop(difference: Difference): Step[] {
  const [entry] = difference.actual
  if (!entry) return []
  const loss = hazard('data-loss', `role ${entry.tag} can sign in no more, and its password is lost`)
  const sql =
    entry.type === 'SETTING'
      ? resetSql(entry)
      : entry.type === 'MEMBERSHIP'
        ? revoke(entry.text)
        : `DROP ROLE ${identifier(entry.tag)}`
  return [step(targetFor(difference), sql, {hazards: entry.type === 'ROLE' ? [needs, loss] : [needs]})]
}
