import {readdir, readFile} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {Failure} from '../failure.ts'
import {sqlPath} from '../postgres/sql-file.ts'
import {POLICY_RULES, type PolicyRule} from './policies/index.ts'
import {badRule, parseRule, type SqlRule} from './rule.ts'
import {validateRule} from './validate.ts'

export type Rule = SqlRule | PolicyRule

/** The groups of the rules that ship: `rls check` runs the first two, `lint` the others. */
export const RULE_GROUPS = [
  'isolation',
  'supabase',
  'conventions',
  'integrity',
  'indexes',
  'security',
  'performance',
] as const

/** The group of a user's own rules that lie in no folder of a group. */
export const OWN_GROUP = 'project'

/**
 * The rules of these groups, by group and name. In a folder of the user's own, `<group>/*.sql` belong to that group and
 * `*.sql` to the group `project`; a folder of another name is a group of its own.
 * @throws Failure `no_rules`, `bad_rule`
 */
export async function loadRules(groups: readonly string[], ownFolder: string | null = null): Promise<readonly Rule[]> {
  const rules = new Map<string, Rule>()
  const add = (rule: Rule) => {
    const other = rules.get(rule.name)
    if (other) throw badRule(rule.file, `there is a rule of that name already: ${other.file}`)
    rules.set(rule.name, rule)
  }
  for (const group of groups) {
    const found = [
      ...POLICY_RULES.filter((rule) => rule.group === group),
      ...(await readRules(sqlPath(`rules/${group}`), group)),
    ]
    for (const rule of found.sort((a, b) => (a.name < b.name ? -1 : 1))) add(rule)
    if (ownFolder === null) continue
    for (const rule of await readRules(group === OWN_GROUP ? ownFolder : join(ownFolder, group), group)) {
      await validateRule(rule)
      add(rule)
    }
  }
  return [...rules.values()]
}

/** The groups that a folder of the user's own rules adds to those that ship. */
export async function ownGroups(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch((cause: unknown) => {
    throw new Failure('no_rules', `the rules folder ${folder} does not exist`, {cause})
  })
  const known: readonly string[] = RULE_GROUPS
  const names = entries.filter((entry) => entry.isDirectory()).map(({name}) => name)
  return [OWN_GROUP, ...names.filter((name) => !known.includes(name) && name !== OWN_GROUP).sort()]
}

async function readRules(folder: string, group: string): Promise<SqlRule[]> {
  const files = await sqlFiles(folder)
  return Promise.all(
    files.map(async (file) => parseRule(await readFile(file, 'utf8'), {name: basename(file, '.sql'), group, file})),
  )
}

async function sqlFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder)
    return names
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => join(folder, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
