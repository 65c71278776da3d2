import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags, confirmNamesFlag} from '../../src/command/flags.ts'
import {print, printJson} from '../../src/command/output.ts'
import {protectedNames} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantMove extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Move a tenant to another database, on whatever server'
  static override description =
    'Nobody can write to it meanwhile. Rows are counted and compared by checksums before it is dropped where it was; if anything goes wrong it stays there.'
  static override examples = ['<%= config.bin %> tenant move acme --database shard1 --to shard2 --yes']
  static override args = {name: Args.string({description: 'a tenant, by its name or its schema', required: true})}
  static override flags = {
    ...tenantFlags,
    ...confirmFlags,
    ...confirmNamesFlag,
    to: Flags.string({description: 'a database of the config', required: true, helpValue: 'NAME'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(TenantMove)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    await this.confirm(
      `Move the tenant ${args.name} from ${name} to ${flags.to}?`,
      flags,
      await protectedNames(workspace, [name, flags.to]),
    )
    const {tenantMove} = await import('../../src/workspace/tenant-copies.ts')
    const {count} = await import('../../src/report/amounts.ts')
    const [moved] = await this.progress([
      {
        title: `move ${args.name} to ${flags.to}`,
        run: (update) => tenantMove(workspace, name, args.name, flags.to, update),
      },
    ])
    if (!moved) return
    if (this.json) return printJson({database: name, to: flags.to, tenant: args.name, ...moved})
    print(
      `${args.name} is in ${flags.to} now: ${count(moved.rows, 'row')} in ${count(moved.tables, 'table')}, compared`,
    )
  }
}
