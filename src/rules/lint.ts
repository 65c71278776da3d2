import type pg from 'pg'
import {loadRules} from './load.ts'
import type {Rule} from './rule.ts'
import {type RuleParams, type RuleRun, runInSnapshot} from './run.ts'
import {type Severities, withSeverities} from './settings.ts'
import {inSnapshot} from './snapshot.ts'
import {type TableScope, tablesInScope} from './tables.ts'

export const LINT_GROUPS = ['integrity', 'indexes'] as const

export type LintOptions = TableScope & {
  /** Default: all of LINT_GROUPS. */
  readonly groups?: readonly string[]
  readonly severities?: Severities
  readonly ruleFolders?: readonly string[]
  /** Values for the rules' parameters, beside `tables` and `schemas`. */
  readonly params?: RuleParams
}

/** Runs the rules about the schema's conventions and health. */
export async function lint(client: pg.ClientBase, options: LintOptions = {}): Promise<RuleRun> {
  const rules = withSeverities(await lintRules(options), options.severities ?? {})
  return inSnapshot(client, async () => {
    const tables = await tablesInScope(client, options)
    return runInSnapshot(client, rules, {...options.params, tables, schemas: options.schemas ?? null})
  })
}

async function lintRules({groups = LINT_GROUPS, ruleFolders = []}: LintOptions): Promise<readonly Rule[]> {
  const loaded = await Promise.all(groups.map((group) => loadRules(group, ruleFolders)))
  // The user's rules that belong to no group come with every group.
  return [...new Map(loaded.flat().map((rule) => [rule.file, rule])).values()]
}
