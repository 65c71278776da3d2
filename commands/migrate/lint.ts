import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {failOnFlag, reportFlags} from '../../src/command/flags.ts'

export default class MigrateLint extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Find what is unsafe in migrations before they run'
  static override description =
    "Locks, scans, rewrites, lost data, and what cannot run twice: docs/migration-lint.md has the rules. No server is\nneeded; with --database only what is pending there is looked at, and a small table's finding is no error.\nA comment `-- pgplumb: ignore rule: reason` before a statement accepts a finding."
  static override examples = [
    '<%= config.bin %> migrate lint',
    '<%= config.bin %> migrate lint --since 012 --format github',
    '<%= config.bin %> migrate lint --database prod',
    '<%= config.bin %> migrate lint sql/migrations/013_index.sql --fix',
  ]
  static override args = {file: Args.string({description: 'a migration; default: all of the folder'})}
  static override strict = false
  static override flags = {
    ...reportFlags,
    ...failOnFlag,
    database: Flags.string({
      description: 'look at what is pending there, with the sizes of its tables',
      helpValue: 'DATABASE',
    }),
    since: Flags.string({description: 'only files after this version', helpValue: 'VERSION'}),
    fix: Flags.boolean({description: 'mend in the files what is mechanical, and tell what is left'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(MigrateLint)
    const workspace = await this.workspace(flags)
    const {migrateLint, migrateLintFix} = await import('../../src/workspace/migrate-lint.ts')
    const {atLeast, showFindings} = await import('../../src/command/show-findings.ts')
    const {count} = await import('../../src/report/amounts.ts')
    const {note} = await import('../../src/command/output.ts')
    const options = {
      files: argv.map(String),
      ...(flags.database === undefined ? {} : {database: flags.database}),
      ...(flags.since === undefined ? {} : {since: flags.since}),
    }
    for (const {path, done} of flags.fix ? await migrateLintFix(workspace, options) : [])
      for (const {rule, line} of done) note(`fixed ${path}:${line}: ${rule}`)
    const {findings, files, statements} = await migrateLint(workspace, options)
    if (atLeast(findings, flags['fail-on'] ?? workspace.project.rules.failOn)) this.found()
    const clean = `nothing unsafe in ${count(statements, 'statement')} of ${count(files, 'file')}`
    await showFindings(findings, flags, {
      version: this.config.version,
      standIn: workspace.project.configFile ?? 'pgplumb.yaml',
      clean,
    })
  }
}
