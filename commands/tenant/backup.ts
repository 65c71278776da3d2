import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantBackup extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Write a tenant into a file: schema, rows, sequences, its row of the registry'
  static override description =
    "As of one moment, while others work on. The file is an archive of pg_dump's custom format: tenant restore reads it anywhere, and so does pg_restore. It is readable by its owner only."
  static override examples = [
    '<%= config.bin %> tenant backup acme',
    '<%= config.bin %> tenant backup acme --output acme.dump --database prod',
  ]
  static override args = {name: Args.string({description: 'a tenant, by its name or its schema', required: true})}
  static override flags = {
    ...tenantFlags,
    output: Flags.string({description: 'default: a file in .pgplumb/backups', helpValue: 'FILE'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(TenantBackup)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const {tenantBackup} = await import('../../src/workspace/tenant-copies.ts')
    const {count} = await import('../../src/report/amounts.ts')
    const [saved] = await this.progress([
      {title: `back up ${args.name}`, run: () => tenantBackup(workspace, name, args.name, flags.output)},
    ])
    if (!saved) return
    if (this.json) return printJson({database: name, tenant: args.name, ...saved})
    print(`${saved.file}: ${count(saved.rows, 'row')} in ${count(saved.tables, 'table')}`)
  }
}
