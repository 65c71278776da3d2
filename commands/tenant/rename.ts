import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {print, printJson} from '../../src/command/output.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantRename extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Give a tenant another name'
  static override description =
    "Its row of the registry, its schema, and its functions that say the schema's name, in one transaction. The application has to know the new name from then on."
  static override examples = ['<%= config.bin %> tenant rename acme acme-corp --yes']
  static override args = {
    from: Args.string({description: 'its name, or its schema', required: true}),
    to: Args.string({description: 'its new name', required: true}),
  }
  static override flags = {...tenantFlags, ...confirmFlags}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(TenantRename)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    await this.confirm(
      `Rename the tenant ${args.from} of ${name} to ${args.to}?`,
      flags,
      await protectedName(workspace, name),
    )
    const {tenantRename} = await import('../../src/workspace/tenants.ts')
    const {from, to} = await tenantRename(workspace, name, args.from, args.to)
    if (this.json) return printJson({database: name, from, to})
    print(`${name}: ${from.name} (${from.schema}) is now ${to.name} (${to.schema})`)
  }
}
