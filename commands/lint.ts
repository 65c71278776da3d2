import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {failOnFlag, reportFlags} from '../src/command/flags.ts'
import {target} from '../src/command/targets.ts'

export default class Lint extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'Check the keys and indexes of a database'
  static override description = 'Each rule is an SQL file under sql/rules; severities and exceptions are in the config.'
  static override examples = ['<%= config.bin %> lint', '<%= config.bin %> lint dev --fail-on warning']
  static override args = {database: Args.string({description: 'a database of the config; default: the first'})}
  static override flags = {...reportFlags, ...failOnFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(Lint)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, args.database)
    const {lint} = await import('../src/workspace/rules.ts')
    const {showRuleRun} = await import('../src/command/show-rule-run.ts')
    if (
      await showRuleRun(await lint(workspace, name), flags, {
        name,
        version: this.config.version,
        project: workspace.project,
      })
    )
      this.found()
  }
}
