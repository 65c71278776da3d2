import type {Severity} from '../finding.ts'
import {count} from '../report/amounts.ts'
import {findingsJson} from '../report/findings/json.ts'
import type {RuleRun} from '../rules/run.ts'
import {fix, keepBaseline, type RuleVerb} from '../workspace/rules.ts'
import type {Workspace} from '../workspace/workspace.ts'
import {deliver, note, print, printExact, printJson, withoutSecrets} from './output.ts'
import {type RuleFlags, ruleRunOptions} from './rule-flags.ts'
import {atLeast, formatOf, type ReportFlags, showFindings} from './show-findings.ts'

type Flags = ReportFlags & RuleFlags & {readonly 'fail-on'?: Severity | undefined}
type Context = {readonly name: string; readonly version: string; readonly workspace: Workspace}

/**
 * Runs the rules of `lint` or `rls check` and shows what they found and what they could not look at, or does with it what
 * the flags say. `intro` is printed before
 * the findings, as text, and `json` added to what `--json` prints. Returns whether it is as bad as `--fail-on` says.
 */
export async function runRules<R extends RuleRun>(
  verb: RuleVerb<R>,
  flags: Flags,
  {name, version, workspace}: Context,
  shows: {readonly intro?: (run: R) => string; readonly json?: (run: R) => object} = {},
): Promise<boolean> {
  const {project} = workspace
  const file = flags['write-baseline']
  if (file !== undefined) {
    const kept = await keepBaseline(workspace, name, file, verb, {strict: flags.strict})
    if (flags.json) printJson({baseline: file, findings: kept})
    else
      print(`${file} holds ${count(kept, 'finding')}; from now on: --baseline ${file}, or rules.baseline in the config`)
    return false
  }
  const run = await verb(workspace, name, ruleRunOptions(flags))
  const {findings, looked, notLookedAt} = run
  const bad = atLeast(findings, flags['fail-on'] ?? project.rules.failOn)
  if (flags.fix || flags['write-migration']) {
    showFix(fix(workspace, findings, flags['write-migration']), flags, name)
    return bad
  }
  if (formatOf(flags) === 'json') {
    const shown = {...findingsJson(findings), looked, notLookedAt, ...shows.json?.(run)}
    await deliver(JSON.stringify(withoutSecrets(shown), null, 2), flags.output)
    return bad
  }
  if (shows.intro && formatOf(flags) === 'text' && flags.output === undefined) print(`${shows.intro(run)}\n`)
  const clean = `${name}: nothing found by ${count(looked.length, 'rule')}`
  await showFindings(findings, flags, {version, standIn: project.configFile ?? 'pgplumb.yaml', clean})
  if (formatOf(flags) === 'text') noteUnlooked(notLookedAt)
  return bad
}

/** A line a reason: what is not configured keeps many rules from looking. */
function noteUnlooked(notLookedAt: RuleRun['notLookedAt']): void {
  for (const reason of new Set(notLookedAt.map((rule) => rule.reason))) {
    const rules = notLookedAt.filter((rule) => rule.reason === reason).map(({rule}) => rule)
    note(`not looked at: ${rules.join(', ')}: ${reason}`)
  }
}

function showFix({script, fixed, unfixed, files}: ReturnType<typeof fix>, flags: Flags, name: string): void {
  if (flags.json) {
    const shown = (list: typeof fixed) => list.map(({rule, object, sql, cure}) => ({rule, object, sql, cure}))
    printJson({files, script, fixed: shown(fixed), byHand: shown(unfixed)})
    return
  }
  if (files.length > 0) {
    print(files.join('\n'))
    note(
      `${count(fixed.length, 'finding')} mended by it, ${unfixed.length} to mend by hand; say why in its header,\nand make the same change in the master schema: pgplumb drift tells whether it is the same`,
    )
  } else if (script === '') note(`${name}: nothing to mend`)
  else if (flags['write-migration']) note(`${name}: none of ${count(unfixed.length, 'finding')} has a cure in SQL`)
  else printExact(script)
}
