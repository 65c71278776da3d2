import {count} from './amounts.ts'
import {listed, type Problem, problems} from './tenants.ts'
import type {Theme} from './theme.ts'

type Difference = {
  readonly role: string
  readonly kind: string
  readonly object: string | null
  readonly missing: readonly string[]
  readonly extra: readonly string[]
}
type Group = {
  readonly schemas: readonly string[]
  readonly differences: readonly Difference[]
  readonly statements: readonly string[]
}

/** Each way in which schemas differ once, with those that do, and the beginning of the SQL. */
export function renderAccess(groups: readonly Group[], database: string, theme: Theme): string {
  if (groups.length === 0) return theme.ok(`${database}: grants are as the config says`)
  return [
    ...groups.flatMap(({schemas, differences, statements}) => [
      theme.bad(`${count(schemas.length, 'schema')}: ${listed(schemas)}`),
      ...differences.map((one) => `  ${described(one)}`),
      '',
      ...statements.slice(0, MOST).map((sql) => `    ${sql}`),
      ...(statements.length > MOST ? [`    -- and ${statements.length - MOST} more: --json has them all`] : []),
      '',
    ]),
    `${database}: pgplumb tenant grant runs it, in all of them`,
  ].join('\n')
}

const MOST = 12

/** `readonly: lacks SELECT on users; has DELETE on deals`. */
export function described({role, kind, object, missing, extra}: Difference): string {
  const what = object ?? (kind === 'schema' ? 'the schema' : kind)
  const said = [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')} on ${what}`] : []),
    ...(extra.length > 0 ? [`has ${extra.join(', ')} on ${what}, which is not declared`] : []),
  ]
  return `${role} ${said.join('; ')}`
}

type Granted = {
  readonly roles: readonly string[]
  readonly granted: readonly string[]
  readonly failed: readonly {readonly schema: string; readonly problem: Problem}[]
}

export function renderGranted({roles, granted, failed}: Granted, database: string, theme: Theme): string {
  const done = granted.length === 0 ? 'nothing to grant' : `grants are mended in ${count(granted.length, 'schema')}`
  const summary = `${database}: ${done}${failed.length > 0 ? `; ${count(failed.length, 'schema')} failed` : ''}`
  return [
    ...(roles.length > 0 ? [`made ${roles.join(', ')}, as which nobody can sign in`] : []),
    ...problems(
      failed.map(({schema, problem}) => ({name: schema, problem})),
      theme,
    ),
    (failed.length > 0 ? theme.bad : theme.ok)(summary),
  ].join('\n')
}
