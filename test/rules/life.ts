import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import type pg from 'pg'
import {readContext} from '../../src/rules/context.ts'
import type {Rule} from '../../src/rules/load.ts'
import {type RuleParams, type RuleRun, runInSnapshot} from '../../src/rules/run.ts'

/**
 * A rule's life is a file `lives/<group>/<rule>.sql`. Its sections begin with a comment:
 *   -- break: …      a fault. The rule finds it, once, and nothing else of its group is found but what `-- also:` names
 *   -- near miss: …  what only looks alike, and is right: nothing is found
 *   -- mend: …       what mends the break before it, where the rule has no SQL of its own
 * `-- params: {…}` in a section gives rules other parameters.
 */
export type Section = {
  readonly kind: 'break' | 'near miss' | 'mend'
  readonly title: string
  readonly sql: string
  readonly params: RuleParams
  readonly also: readonly string[]
}

const folder = new URL('lives/', import.meta.url)

export function readLife({group, name}: Pick<Rule, 'group' | 'name'>): Section[] | null {
  const file = fileURLToPath(new URL(`${group}/${name}.sql`, folder))
  if (!existsSync(file)) return null
  const text = readFileSync(file, 'utf8')
  const [, ...parts] = text.split(/^-- (break|near miss|mend)(?:: *(.*))?$/m)
  const sections: Section[] = []
  for (let at = 0; at < parts.length; at += 3) {
    const [kind, title = '', sql = ''] = parts.slice(at, at + 3)
    const params = /^-- params: (.*)$/m.exec(sql)?.[1]
    const also = /^-- also: (.*)$/m.exec(sql)?.[1]
    if (kind !== 'break' && kind !== 'near miss' && kind !== 'mend') throw new Error(`${file}: ${kind}`)
    sections.push({kind, title, sql, params: params ? JSON.parse(params) : {}, also: also ? also.split(', ') : []})
  }
  return sections
}

/** The well-kept database of `lives/clean.sql`, with roles of its own. */
export const cleanSql = (roles: Roles): string => withRoles(readFileSync(new URL('clean.sql', folder), 'utf8'), roles)

export type Roles = Readonly<Record<'app' | 'owner' | 'other', string>>

export const withRoles = (sql: string, roles: Roles): string =>
  sql.replaceAll(/(?<![:\w]):(app|owner|other)\b/g, (_, name: keyof Roles) => roles[name])

/** Runs rules in the session's open transaction, so that all of a life can be rolled back. */
export async function check(
  client: pg.Client,
  rules: readonly Rule[],
  app: string,
  params: RuleParams = {},
): Promise<RuleRun> {
  await client.query('SET LOCAL search_path = pg_catalog')
  const scope = {tenantColumn: 'tenant_id', setting: 'app.tenant_id', roles: [app], registry: 'public.tenants'}
  const context = await readContext(client, scope)
  const run = await runInSnapshot(client, rules, {...context.params, ...params})
  await client.query('SET LOCAL search_path = public')
  return run
}

/** Runs a cure in a transaction, in which nothing can be built concurrently; that it can be is another test's. */
export async function cure(client: pg.Client, sql: string): Promise<void> {
  await client.query(sql.replaceAll(' CONCURRENTLY', ''))
}
