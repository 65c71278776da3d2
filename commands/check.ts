import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {failOnFlag, fileReportFlag, reportFlags} from '../src/command/flags.ts'
import {strictFlag} from '../src/command/rule-flags.ts'
import {databasesArg, targets} from '../src/command/targets.ts'

export default class Check extends BaseCommand {
  static override group: Group = 'Every day'
  static override summary = 'Everything CI wants, in one command and one exit code'
  static override description =
    'Validates the SQL files, verifies the migrations (see: migrate verify), finds drift, and checks keys, indexes and row\nsecurity.'
  static override examples = [
    '<%= config.bin %> check',
    '<%= config.bin %> check test --format github',
    '<%= config.bin %> check test --report gitlab=gl-code-quality-report.json',
    '<%= config.bin %> check prod --health',
    '<%= config.bin %> check --strict --fail-on warning',
  ]
  static override args = databasesArg
  static override strict = false
  static override flags = {
    ...reportFlags,
    ...fileReportFlag,
    ...failOnFlag,
    strict: strictFlag,
    health: Flags.boolean({description: 'also connections, transactions, wraparound, sequences, dead rows'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Check)
    const workspace = await this.workspace(flags)
    const {checks, notLookedAt} = await import('../src/workspace/check.ts')
    const {note} = await import('../src/command/output.ts')
    const {findingsOfAll} = await import('../src/workspace/check-findings.ts')
    const {driftFindings} = await import('../src/report/drift/findings.ts')
    const {atLeast, formatOf, showFindings} = await import('../src/command/show-findings.ts')
    const list = checks(workspace, targets(workspace.project, argv), {withHealth: flags.health, strict: flags.strict})
    const results = await this.progress(list.map(({title, run}) => ({title, run})))
    const findings = findingsOfAll(
      results.map(({database, findings, drift}) => ({
        database,
        findings: [...findings, ...(drift ? driftFindings(drift) : [])],
      })),
    )
    if (atLeast(findings, flags['fail-on'] ?? workspace.project.rules.failOn)) this.found()
    const standIn = workspace.project.configFile ?? 'pgplumb.yaml'
    await showFindings(findings, flags, {
      version: this.config.version,
      standIn,
      clean: ['all well', ...list.map(({title}) => `  ${title}`)].join('\n'),
    })
    if (formatOf(flags) !== 'text') return
    for (const what of notLookedAt(workspace)) note(`not looked at: ${what}`)
  }
}
