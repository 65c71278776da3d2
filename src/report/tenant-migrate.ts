import {count, duration} from './amounts.ts'
import {listed, problems} from './tenants.ts'
import type {Theme} from './theme.ts'

type Problem = Parameters<typeof problems>[0][number]['problem']
type TenantOutcome = {
  readonly name: string
  readonly outcome: string
  readonly versions: readonly string[]
  readonly problem: Problem
}
type Result = {
  readonly template: readonly string[]
  readonly tenants: readonly TenantOutcome[]
  readonly stopped: 'canary' | 'max-failures' | 'interrupted' | null
  readonly access: Access | null
}
type Access = {
  readonly granted: readonly string[]
  readonly failed: readonly {readonly schema: string; readonly problem: Problem}[]
}
type Context = {readonly database: string; readonly milliseconds: number; readonly theme: Theme}

/** What a run came to, by outcome and by error: the same for a thousand is said once. */
export function renderMigrateResult(
  {template, tenants, stopped, access}: Result,
  {database, milliseconds, theme}: Context,
): string {
  const of = (outcome: string) => tenants.filter((tenant) => tenant.outcome === outcome)
  const [migrated, current, failed, left] = ['migrated', 'current', 'failed', 'not begun'].map(of)
  const notGranted = (access?.failed ?? []).map(({schema, problem}) => ({name: schema, problem}))
  const lines = [...problems(failed ?? [], theme), ...problems(notGranted, theme)]
  if (access?.granted.length) lines.push(`grants are mended in ${count(access.granted.length, 'schema')}`)
  if (!migrated?.length && !failed?.length && !left?.length && !template.length) {
    const state = `${count(current?.length ?? 0, 'tenant')} up to date`
    return [...lines, theme.ok(`${database}: ${lines.length > 0 ? state : `nothing to do; ${state}`}`)].join('\n')
  }
  if (template.length) lines.push(`the template has ${template.join(', ')}`)
  const rate =
    migrated && migrated.length > 10 ? `, ${Math.round((migrated.length * 1000) / milliseconds)} a second` : ''
  const parts = [
    [migrated, 'migrated'],
    [current, 'up to date before'],
    [failed, 'failed'],
    [left, 'not begun'],
  ] as const
  const said = parts.flatMap(([some, word]) => (some?.length ? [`${some.length.toLocaleString('en-US')} ${word}`] : []))
  const good = !failed?.length && !left?.length
  lines.push(
    (good ? theme.ok : theme.bad)(
      `${database}: ${said.join(', ') || 'no tenants'} in ${duration(milliseconds)}${rate}`,
    ),
  )
  if (stopped !== null) lines.push(WHY[stopped])
  if (!good) lines.push('pgplumb tenant migrate goes on where this stopped: what is in effect is not run again')
  return lines.join('\n')
}

const WHY = {
  canary: 'stopped: one of the first tenants failed, so the others were left alone',
  'max-failures': 'stopped: as many failed as --max-failures allows',
  interrupted: 'stopped, as you asked; what was running was rolled back',
} as const

type Due = {readonly name: string; readonly versions: readonly string[]; readonly problem: Problem}

/** What would run, tenants with the same versions together. */
export function renderPending(
  {template, tenants}: {readonly template: Due; readonly tenants: readonly Due[]},
  database: string,
  theme: Theme,
): string {
  const groups = new Map<string, string[]>()
  for (const {name, versions, problem} of tenants) {
    if (problem) continue
    const key = versions.join(', ')
    groups.set(key, [...(groups.get(key) ?? []), name])
  }
  return [
    ...problems([template, ...tenants], theme),
    ...(template.versions.length ? [`the template: ${template.versions.join(', ')}`] : []),
    ...[...groups].flatMap(([versions, names]) =>
      versions ? [`${count(names.length, 'tenant')}: ${versions}`, `  ${listed(names)}`] : [],
    ),
    `${database}: ${count(groups.get('')?.length ?? 0, 'tenant')} of ${tenants.length.toLocaleString('en-US')} up to date`,
  ].join('\n')
}
