import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {failOnFlag, reportFlags} from '../src/command/flags.ts'
import {ruleFlags} from '../src/command/rule-flags.ts'
import {target} from '../src/command/targets.ts'

export default class Lint extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'Check the conventions, keys, indexes and grants of a database'
  static override description =
    'docs/rules.md has the rules; each is an SQL file that can be tried in psql. Severities, exceptions and conventions\nare in the config, and rules of your own in the folder rules/ of the project.'
  static override examples = [
    '<%= config.bin %> lint',
    '<%= config.bin %> lint dev --strict --fail-on warning',
    '<%= config.bin %> lint --explain foreign-key-without-index',
    '<%= config.bin %> lint --fix > mend.sql',
    '<%= config.bin %> lint prod --write-baseline lint-baseline.json',
  ]
  static override args = {database: Args.string({description: 'a database of the config; default: the first'})}
  static override flags = {
    ...reportFlags,
    ...failOnFlag,
    ...ruleFlags,
    explain: Flags.string({description: 'tell what a rule finds, why, and what mends it', helpValue: 'RULE'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(Lint)
    const workspace = await this.workspace(flags)
    if (flags.explain !== undefined) return this.explain(flags.explain, workspace)
    const name = target(workspace.project, args.database)
    const {lint} = await import('../src/workspace/rules.ts')
    const {runRules} = await import('../src/command/show-rule-run.ts')
    if (await runRules(lint, flags, {name, version: this.config.version, workspace})) this.found()
  }

  private async explain(name: string, workspace: Awaited<ReturnType<typeof this.workspace>>): Promise<void> {
    const {explainRule} = await import('../src/workspace/rules.ts')
    const {ruleJson, ruleText} = await import('../src/report/rule.ts')
    const {print, printJson, widthOf} = await import('../src/command/output.ts')
    const rule = await explainRule(workspace, name)
    if (this.json) printJson(ruleJson(rule))
    else print(ruleText(rule, widthOf(process.stdout)))
  }
}
