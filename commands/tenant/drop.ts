import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {print, printJson} from '../../src/command/output.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantDrop extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Drop a tenant: its schema with all rows, and its row of the registry'
  static override description =
    'A backup comes first, unless --no-backup. On a terminal the name has to be confirmed. What is used from outside the schema is not dropped.'
  static override examples = [
    '<%= config.bin %> tenant drop acme',
    '<%= config.bin %> tenant drop acme --yes --no-backup',
  ]
  static override args = {name: Args.string({description: 'a tenant, by its name or its schema', required: true})}
  static override flags = {
    ...tenantFlags,
    ...confirmFlags,
    backup: Flags.boolean({description: 'write a backup first', default: true, allowNo: true}),
    output: Flags.string({
      description: 'where the backup goes; default: a file in .pgplumb/backups',
      helpValue: 'FILE',
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(TenantDrop)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const {tenantDrop, tenantNamed} = await import('../../src/workspace/tenant-copies.ts')
    const tenant = await tenantNamed(workspace, name, args.name)
    await this.confirm(
      `Drop the tenant ${tenant.name} of ${name}, the schema ${tenant.schema} with all its rows${flags.backup ? ', after a backup' : ', without a backup'}?`,
      flags,
      await protectedName(workspace, name),
    )
    const [dropped] = await this.progress([
      {
        title: `drop ${tenant.name}`,
        run: () => tenantDrop(workspace, name, tenant.schema, {backup: flags.backup, file: flags.output}),
      },
    ])
    if (!dropped) return
    if (this.json) return printJson({database: name, ...dropped})
    print(`${name}: ${tenant.name} is dropped`)
    if (dropped.backup) print(`its backup: pgplumb tenant restore ${dropped.backup.file}`)
  }
}
