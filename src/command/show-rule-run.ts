import type {Severity} from '../finding.ts'
import type {Project} from '../project/project.ts'
import {count} from '../report/amounts.ts'
import type {RuleRun} from '../rules/run.ts'
import {note} from './output.ts'
import {atLeast, formatOf, type ReportFlags, showFindings} from './show-findings.ts'

type Context = {readonly name: string; readonly version: string; readonly project: Project}

/** Shows what rules found, and what they could not look at. Returns whether it is as bad as `--fail-on` says. */
export async function showRuleRun(
  run: RuleRun,
  flags: ReportFlags & {readonly 'fail-on'?: Severity | undefined},
  {name, version, project}: Context,
): Promise<boolean> {
  const {findings, looked, notLookedAt} = run
  const clean = `${name}: nothing found by ${count(looked.length, 'rule')}`
  await showFindings(findings, flags, {version, standIn: project.configFile ?? 'pgplumb.yaml', clean})
  if (formatOf(flags) === 'text') for (const {rule, reason} of notLookedAt) note(`not looked at: ${rule}: ${reason}`)
  return atLeast(findings, flags['fail-on'] ?? project.rules.failOn)
}
