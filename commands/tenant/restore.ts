import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {print, printJson} from '../../src/command/output.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantRestore extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Make a tenant of a backup'
  static override description =
    'In one transaction: all of it, or nothing. Under another name, --as; in place of the tenant that has the name, --replace.'
  static override examples = [
    '<%= config.bin %> tenant restore acme.dump',
    '<%= config.bin %> tenant restore acme.dump --as acme-yesterday',
    '<%= config.bin %> tenant restore acme.dump --replace --yes',
  ]
  static override args = {file: Args.string({description: 'what tenant backup wrote', required: true})}
  static override flags = {
    ...tenantFlags,
    ...confirmFlags,
    as: Flags.string({description: 'another name for it', helpValue: 'NAME'}),
    replace: Flags.boolean({description: 'drop the tenant that has the name now'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(TenantRestore)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const asked = await protectedName(workspace, name)
    if (flags.replace) await this.confirm(`Replace a tenant of ${name} by what is in ${args.file}?`, flags, asked)
    else if (asked !== undefined) await this.confirm(`Restore a tenant into ${name}?`, flags, asked)
    const {tenantRestore} = await import('../../src/workspace/tenant-copies.ts')
    const {count} = await import('../../src/report/amounts.ts')
    const [done] = await this.progress([
      {
        title: `restore ${args.file}`,
        run: () => tenantRestore(workspace, name, args.file, {as: flags.as, replace: flags.replace}),
      },
    ])
    if (!done) return
    const {from, rows, ...tenant} = done
    if (this.json) return printJson({database: name, ...tenant, backup: {name: from.name, at: from.at}, rows})
    const all = Object.values(rows)
    const total = all.reduce((sum, some) => sum + some, 0)
    print(
      `${name}: ${tenant.name} (${tenant.schema}) is as of ${from.at}, ${count(total, 'row')} in ${count(all.length, 'table')}`,
    )
  }
}
