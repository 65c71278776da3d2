import type {Change} from '../change.ts'
import type {Plan} from '../plan.ts'
import {count} from './amounts.ts'
import {planJson} from './plan/json.ts'
import {renderPlan} from './plan/script.ts'
import {listed} from './tenant-drift.ts'
import {wrap} from './wrap.ts'

type Finding = {readonly tenant: string; readonly step: number; readonly problem: string}
type TenantRows = {
  readonly tenants: number
  readonly steps: readonly number[]
  readonly refused: readonly Finding[]
  readonly unanswered: readonly Finding[]
  readonly unasked: readonly number[]
}

type TenantPlans = {
  readonly template: string
  readonly equal: readonly string[]
  readonly absent: readonly string[]
  readonly groups: readonly {
    readonly tenants: readonly string[]
    readonly changes: readonly Change[]
    readonly plan: Plan
    readonly rows: TenantRows | null
  }[]
}

/** What `plan --tenants --json` prints, beside the database. */
export const tenantPlansJson = ({template, equal, absent, groups}: TenantPlans): object => ({
  template,
  equal,
  absent,
  groups: groups.map(({tenants, changes, plan, rows}) => ({tenants, changes, plan: planJson(plan), rows})),
})

/** A script for the first tenant of each group, and who else wants the same. */
export function renderTenantPlans({template, equal, absent, groups}: TenantPlans, database: string): string {
  const scripts = groups.map(({tenants: [first = '', ...others], plan, rows}) => {
    const same = others.length
      ? wrap(
          `the same for ${count(others.length, 'more tenant')}: ${listed(others)}; pgplumb apply ${database} --tenants runs it in all`,
          77,
        )
      : []
    const who = [...same, ...(rows ? rowsOf(rows, first) : [])].map((line) => `-- ${line}`)
    return [...who, renderPlan(plan, {actual: `${database}, ${first}`, expected: template})].join('\n')
  })
  const gone = absent.length ? [`-- in the registry, but without a schema: ${listed(absent)}`] : []
  const like = `-- ${count(equal.length, 'tenant is', 'tenants are')} like ${template}`
  return [...scripts, [...gone, like].join('\n')].join('\n\n')
}

/** Whose rows were looked at, and what they said. */
function rowsOf({tenants, steps, refused, unanswered, unasked}: TenantRows, first: string): string[] {
  if (!steps.length && !unasked.length) return ['no step depends on rows']
  const said = (findings: readonly Finding[], what: string): string[] =>
    [...byProblem(findings)].map(([problem, names]) => `${what}: ${problem}: ${listed(names)}`)
  const asked = steps.length
    ? [
        `the rows of ${count(tenants, 'other tenant')} were asked about ${stepsOf(steps)}: ${refused.length ? 'not all allow them' : 'they allow them'}`,
      ]
    : []
  const only = unasked.length
    ? [
        `${stepsOf(unasked)} may fail on rows, and ${unasked.length === 1 ? 'was' : 'were'} tried with those of ${first} only`,
      ]
    : []
  return [...asked, ...said(refused, 'REFUSED'), ...said(unanswered, 'not known'), ...only].flatMap((line) =>
    wrap(line, 77),
  )
}

const stepsOf = (steps: readonly number[]): string =>
  `${steps.length === 1 ? 'step' : 'steps'} ${[...new Set(steps)].join(', ')}`

function byProblem(findings: readonly Finding[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const {tenant, step, problem} of findings) {
    const key = `step ${step}, ${problem}`
    found.set(key, [...(found.get(key) ?? []), tenant])
  }
  return found
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
