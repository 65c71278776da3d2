import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {printExact, printJson} from '../../src/command/output.ts'
import {planFlags, planningOptions} from '../../src/command/plan-flags.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantPlan extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Print the SQL that makes a tenant like the template'
  static override description =
    "Rows stay in place. Sequences that the tenant gets go on after the numbers that are there: what CREATE TABLE … LIKE left drawing from the template's is mended. Run on a clone first, unless --no-prove. Exits 1 if there is something to do."
  static override examples = [
    '<%= config.bin %> tenant plan acme',
    '<%= config.bin %> tenant plan acme | psql -v ON_ERROR_STOP=1 crm',
  ]
  static override args = {name: Args.string({description: 'a tenant, by its name or its schema', required: true})}
  static override flags = {
    ...tenantFlags,
    privileges: Flags.boolean({description: 'compare grants', default: true, allowNo: true}),
    prove: Flags.boolean({description: 'run the plan on a clone', default: true, allowNo: true}),
    ...planFlags,
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(TenantPlan)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const {tenantPlan} = await import('../../src/workspace/tenant-comparison.ts')
    const result = await tenantPlan(workspace, name, args.name, {
      ...planningOptions(flags),
      prove: flags.prove,
      privileges: flags.privileges,
    })
    if (result.steps.length) this.found()
    const {planJson} = await import('../../src/report/plan/json.ts')
    if (this.json) return printJson(planJson(result))
    const {renderPlan} = await import('../../src/report/plan/script.ts')
    printExact(renderPlan(result, {actual: `${name}#${args.name}`, expected: 'the template'}))
  }
}
