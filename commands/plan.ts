import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {comparisonOptions, filterFlags} from '../src/command/filter-flags.ts'
import {printExact, printJson} from '../src/command/output.ts'
import {planFlags, planningOptions} from '../src/command/plan-flags.ts'
import {target} from '../src/command/targets.ts'

export default class PlanCommand extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'Print the SQL that makes ACTUAL like EXPECTED'
  static override description =
    'The plan is run on a clone first, and pg_dump looks whether any difference is left: then it is proven. Nothing else is\nchanged. What was renamed keeps its rows where --rename says so, or a comment in the schema behind the new name:\n-- pgplumb: renamed from mail\nExits 1 if there is something to do.'
  static override examples = [
    '<%= config.bin %> plan dev',
    '<%= config.bin %> plan prod sql/schema.sql > repair.sql',
    '<%= config.bin %> plan dev test --no-prove',
    '<%= config.bin %> plan dev --rename public.users.mail=email',
    '<%= config.bin %> plan prod --tenants',
  ]
  static override args = {
    actual: Args.string({description: 'what is to change; default: the first database of the config'}),
    expected: Args.string({description: 'what it should become; default: the master schema'}),
  }
  static override flags = {
    ...filterFlags,
    tenants: Flags.boolean({
      description: 'a plan for each group of tenants that differ from the template in the same way',
      exclusive: ['rename', 'schema', 'exclude', 'ignore', 'owners'],
    }),
    prove: Flags.boolean({description: 'run the plan on a clone', default: true, allowNo: true}),
    ...planFlags,
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(PlanCommand)
    const workspace = await this.workspace(flags)
    if (flags.tenants) {
      const {showTenantPlans} = await import('../src/command/tenant-plans.ts')
      const {prove, privileges} = flags
      const options = {...planningOptions(flags), prove, privileges, json: this.json}
      if (await showTenantPlans(workspace, target(workspace.project, args.actual), options)) this.found()
      return
    }
    const {plan} = await import('../src/workspace/plan.ts')
    const {prove} = flags
    const actual = target(workspace.project, args.actual)
    const result = await plan(workspace, actual, args.expected, {
      ...comparisonOptions(flags),
      ...planningOptions(flags),
      prove,
    })
    if (result.steps.length) this.found()
    const {planJson} = await import('../src/report/plan/json.ts')
    if (this.json) return printJson(planJson(result))
    const {renderPlan} = await import('../src/report/plan/script.ts')
    printExact(renderPlan(result, {actual, expected: args.expected ?? 'the master schema'}))
  }
}
