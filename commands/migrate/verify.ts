import {BaseCommand, type Group} from '../../src/command/base.ts'
import {failOnFlag, reportFlags} from '../../src/command/flags.ts'

export default class MigrateVerify extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Prove on throw-away databases that the migrations keep their promises'
  static override description =
    'From nothing they build exactly the master schema; each can run twice, at once and later, without an error or a change;\neach down file undoes its up; each header says WHAT and WHY. No database of the config is touched.'
  static override examples = [
    '<%= config.bin %> migrate verify',
    '<%= config.bin %> migrate verify --format github --fail-on warning',
  ]
  static override flags = {...reportFlags, ...failOnFlag}

  async run(): Promise<void> {
    const {flags} = await this.parse(MigrateVerify)
    const workspace = await this.workspace(flags)
    const {verifyMigrations} = await import('../../src/workspace/verify.ts')
    const {atLeast, showFindings} = await import('../../src/command/show-findings.ts')
    const [findings = []] = await this.progress([
      {title: 'verify the migrations', run: (update) => verifyMigrations({...workspace, onProgress: update})},
    ])
    if (atLeast(findings, flags['fail-on'] ?? workspace.project.rules.failOn)) this.found()
    await showFindings(findings, flags, {
      version: this.config.version,
      standIn: workspace.project.configFile ?? 'pgplumb.yaml',
      clean: 'the migrations keep their promises',
    })
  }
}
