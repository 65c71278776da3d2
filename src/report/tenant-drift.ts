import type {Change} from '../change.ts'
import {count} from './amounts.ts'
import {renderDrift} from './drift/text.ts'
import type {Theme} from './theme.ts'
import {wrap} from './wrap.ts'

type TenantDrift = {
  readonly template: string
  readonly equal: readonly string[]
  readonly absent: readonly string[]
  readonly groups: readonly {
    readonly tenants: readonly string[]
    readonly changes: readonly Change[]
    readonly explanation: string | null
  }[]
}

/** What `tenant drift --json` prints, beside the database. */
export const tenantDriftJson = ({template, equal, absent, groups}: TenantDrift): object => ({
  drifted: groups.length > 0 || absent.length > 0,
  template,
  equal,
  absent,
  groups: groups.map(({tenants, changes, explanation}) => ({tenants, changes, explanation})),
})

/** A block for each way in which tenants differ, with those that do. */
export function renderTenantDrift(
  {template, equal, absent, groups}: TenantDrift,
  database: string,
  {theme, width}: {readonly theme: Theme; readonly width: number},
): string {
  const total = equal.length + absent.length + groups.reduce((sum, {tenants}) => sum + tenants.length, 0)
  if (!groups.length && !absent.length) return theme.ok(`${database}: ${count(total, 'tenant')} like ${template}`)
  const blocks = groups.map(({tenants, changes, explanation}) => {
    const name = tenants.length === 1 ? (tenants[0] ?? '') : `${tenants.length.toLocaleString('en-US')} tenants`
    const source = (text: string) => ({name: text, kind: 'tenant' as const, serverVersion: null})
    const drift = {drifted: true, actual: source(name), expected: source(template), changes}
    const who = tenants.length === 1 ? [] : wrap(listed(tenants), width, '  ')
    const why = explanation === null ? [] : wrap(`${name}: ${explanation}`, width)
    return [renderDrift(drift, {theme, width}), ...who, ...why].join('\n')
  })
  const gone = absent.length ? [theme.bad(`in the registry, but without a schema: ${listed(absent)}`)] : []
  return [
    ...blocks,
    ...gone,
    `${equal.length.toLocaleString('en-US')} of ${count(total, 'tenant')} are like ${template}`,
  ].join('\n\n')
}

const MOST = 12

export const listed = (names: readonly string[]): string =>
  `${names.slice(0, MOST).join(', ')}${names.length > MOST ? ` and ${(names.length - MOST).toLocaleString('en-US')} more` : ''}`
