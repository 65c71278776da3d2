import {readdir, readFile} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {Failure} from '../failure.ts'
import {sqlPath} from '../postgres/sql-file.ts'
import {badRule, parseRule, type Rule} from './rule.ts'

/**
 * The rules of a group, by name, and those of the user's own folders: `<folder>/<group>/*.sql` belong to that
 * group, `<folder>/*.sql` to every run.
 * @throws Failure `no_rules`, `bad_rule`
 */
export async function loadRules(group: string, extraFolders: readonly string[] = []): Promise<readonly Rule[]> {
  const folders = [
    {folder: sqlPath(`rules/${group}`), group, own: false},
    ...extraFolders.flatMap((folder) => [
      {folder: join(folder, group), group, own: false},
      {folder, group: 'project', own: true},
    ]),
  ]
  const rules = new Map<string, Rule>()
  for (const {folder, group, own} of folders) {
    const files = await sqlFiles(folder)
    if (!files && own) throw new Failure('no_rules', `the rules folder ${folder} does not exist`)
    for (const file of files ?? []) {
      const rule = parseRule(await readFile(file, 'utf8'), {name: basename(file, '.sql'), group, file})
      const other = rules.get(rule.name)
      if (other) throw badRule(file, `there is a rule of that name already: ${other.file}`)
      rules.set(rule.name, rule)
    }
  }
  if (![...rules.values()].some((rule) => rule.group === group))
    throw new Failure('no_rules', `there are no rules in a group "${group}"`)
  return [...rules.values()]
}

async function sqlFiles(folder: string): Promise<string[] | undefined> {
  try {
    const names = await readdir(folder)
    return names
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => join(folder, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
