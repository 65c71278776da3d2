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
    const {atLeast, showFindings} = await import('../src/command/show-findings.ts')
    const {validText} = await import('../src/report/findings/valid.ts')
    const {resolve} = await import('node:path')
    const validate = flags.deep
      ? (await import('../src/workspace/validate-deep.ts')).validateDeep
      : (await import('../src/workspace/validate.ts')).validate
    const {findings, files} = await validate(
      workspace,
      argv.map((file) => resolve(String(file))),
      {toolVersion: this.config.version},
    )
    if (atLeast(findings, flags['fail-on'] ?? workspace.project.rules.failOn)) this.found()
    await showFindings(findings, flags, {
      version: this.config.version,
      standIn: 'pgplumb.yaml',
      clean: validText(files),
    })
  }
}
