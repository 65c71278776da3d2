import type {Change} from '../change.ts'
import type {Plan} from '../plan.ts'
import {count} from './amounts.ts'
import {planJson} from './plan/json.ts'
import {renderPlan} from './plan/script.ts'
import {listed} from './tenant-drift.ts'
import {wrap} from './wrap.ts'

type TenantPlans = {
  readonly template: string
  readonly equal: readonly string[]
  readonly absent: readonly string[]
  readonly groups: readonly {
    readonly tenants: readonly string[]
    readonly changes: readonly Change[]
    readonly plan: Plan
  }[]
}

/** What `plan --tenants --json` prints, beside the database. */
export const tenantPlansJson = ({template, equal, absent, groups}: TenantPlans): object => ({
  template,
  equal,
  absent,
  groups: groups.map(({tenants, changes, plan}) => ({tenants, changes, plan: planJson(plan)})),
})

/** A script for the first tenant of each group, and who else wants the same. */
export function renderTenantPlans({template, equal, absent, groups}: TenantPlans, database: string): string {
  const scripts = groups.map(({tenants: [first = '', ...others], plan}) => {
    const same = others.length
      ? wrap(
          `the same for ${count(others.length, 'more tenant')}: ${listed(others)}; pgplumb apply ${database} --tenants runs it in all`,
          77,
        )
      : []
    const who = same.map((line) => `-- ${line}`)
    return [...who, renderPlan(plan, {actual: `${database}, ${first}`, expected: template})].join('\n')
  })
  const gone = absent.length ? [`-- in the registry, but without a schema: ${listed(absent)}`] : []
  const like = `-- ${count(equal.length, 'tenant is', 'tenants are')} like ${template}`
  return [...scripts, [...gone, like].join('\n')].join('\n\n')
}

type Application = {
  readonly done: readonly string[]
  readonly failed: readonly {
    readonly tenant: string
    readonly problem: {readonly message: string; readonly detail: string | null}
  }[]
}

/** What was done, and what was not. */
export function renderTenantApplication(
  {done, failed}: Application,
  {template}: TenantPlans,
  database: string,
): string {
  const good = done.length
    ? [`${database}: ${count(done.length, 'tenant was', 'tenants were')} made like ${template}`]
    : failed.length
      ? []
      : [`${database}: every tenant is like ${template} already`]
  const bad = failed.flatMap(({tenant, problem}) => [
    `${tenant} failed: ${problem.message}`,
    ...(problem.detail ? problem.detail.split('\n').map((line) => `    ${line}`) : []),
  ])
  return [...good, ...bad].join('\n')
}
