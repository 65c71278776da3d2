import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {failOnFlag, reportFlags} from '../../src/command/flags.ts'
import {ruleFlags} from '../../src/command/rule-flags.ts'
import {target} from '../../src/command/targets.ts'

export default class RlsCheckCommand extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'Tell how each tenant table is protected by row security'
  static override description =
    'Which tables with the tenant column have row security enabled, forced, and a policy for each command; the gaps are\nfindings. The config says what to look for: isolation: {column, setting, role}. docs/rules.md has the rules.'
  static override examples = [
    '<%= config.bin %> rls check',
    '<%= config.bin %> rls check --strict --fix',
    '<%= config.bin %> rls check prod --format sarif --output rls.sarif',
  ]
  static override args = {database: Args.string({description: 'a database of the config; default: the first'})}
  static override flags = {...reportFlags, ...failOnFlag, ...ruleFlags}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(RlsCheckCommand)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, args.database)
    const {rlsCheck} = await import('../../src/workspace/rules.ts')
    const {runRules} = await import('../../src/command/show-rule-run.ts')
    const {renderCoverage} = await import('../../src/report/coverage.ts')
    const {column} = workspace.project.isolation
    const context = {name, version: this.config.version, workspace}
    const found = await runRules(rlsCheck, flags, context, {
      intro: ({coverage}) => renderCoverage(coverage, column),
      json: ({coverage}) => ({coverage}),
    })
    if (found) this.found()
  }
}
