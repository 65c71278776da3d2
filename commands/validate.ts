import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {failOnFlag, reportFlags} from '../src/command/flags.ts'

export default class Validate extends BaseCommand {
  static override group: Group = 'Every day'
  static override summary = 'Check SQL files without a server'
  static override description =
    "Parses every statement and function body with PostgreSQL's own parser, and reports all errors at once. Default: the\nmaster schema and the seeds. --deep also runs the master schema on a shadow database."
  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate sql/migrations/*.sql',
    '<%= config.bin %> validate --deep',
  ]
  static override args = {file: Args.string({description: 'an SQL file'})}
  static override strict = false
  static override flags = {
    ...reportFlags,
    ...failOnFlag,
    deep: Flags.boolean({description: 'run the files on a shadow database, to find what only a server can'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Validate)
    const workspace = await this.workspace(flags)
    const {validate} = await import('../src/workspace/validate.ts')
    const {atLeast, showFindings} = await import('../src/command/show-findings.ts')
    const {resolve} = await import('node:path')
    const {findings, files} = await validate(
      workspace,
      argv.map((file) => resolve(String(file))),
      {deep: flags.deep, toolVersion: this.config.version},
    )
    if (atLeast(findings, flags['fail-on'] ?? workspace.project.rules.failOn)) this.found()
    const clean = `${files.length} ${files.length === 1 ? 'file is' : 'files are'} valid: ${files.join(', ')}`
    await showFindings(findings, flags, {version: this.config.version, standIn: 'pgplumb.yaml', clean})
  }
}
