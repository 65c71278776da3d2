import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags, confirmNamesFlag} from '../../src/command/flags.ts'
import {print, printJson} from '../../src/command/output.ts'
import {protectedNames} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'
import {Failure} from '../../src/failure.ts'

export default class TenantDrop extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Drop tenants: their schemas with all rows, and their rows of the registry'
  static override description =
    'A backup comes first, unless --no-backup. Each tenant has to be confirmed by its name: typed on a terminal, or with --confirm. What is used from outside the schema is not dropped.'
  static override examples = [
    '<%= config.bin %> tenant drop acme',
    '<%= config.bin %> tenant drop acme globex --confirm acme --confirm globex',
    '<%= config.bin %> tenant drop acme --confirm acme --no-backup',
  ]
  static override args = {name: Args.string({description: 'a tenant, by its name or its schema', required: true})}
  static override strict = false
  static override flags = {
    ...tenantFlags,
    ...confirmFlags,
    ...confirmNamesFlag,
    backup: Flags.boolean({description: 'write a backup first', default: true, allowNo: true}),
    output: Flags.string({
      description: 'where the backup goes; default: a file in .pgplumb/backups',
      helpValue: 'FILE',
    }),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(TenantDrop)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    if (argv.length > 1 && flags.output !== undefined)
      throw new Failure('usage', '--output is for one tenant', {hint: 'leave it out: each gets a file of its own'})
    const {tenantDrop, tenantsNamed} = await import('../../src/workspace/tenant-copies.ts')
    const tenants = await tenantsNamed(workspace, name, argv.map(String))
    const what = tenants.map((tenant) => `${tenant.name} (the schema ${tenant.schema} with all its rows)`).join(', ')
    await this.confirm(
      `Drop from ${name}, ${flags.backup ? 'after a backup' : 'without a backup'}: ${what}?`,
      // A name says more than a yes.
      {...flags, yes: true},
      [
        ...tenants.map((tenant) => ({name: tenant.name, why: 'is to be dropped'})),
        ...(await protectedNames(workspace, [name])),
      ],
    )
    const [dropped] = await this.progress([
      {
        title: `drop ${tenants.map((tenant) => tenant.name).join(', ')}`,
        run: () =>
          tenantDrop(
            workspace,
            name,
            tenants.map((tenant) => tenant.schema),
            {backup: flags.backup, file: flags.output},
          ),
      },
    ])
    if (!dropped) return
    if (this.json) return printJson({database: name, tenants: dropped})
    for (const {tenant, backup} of dropped) {
      print(`${name}: ${tenant.name} is dropped`)
      if (backup) print(`its backup: pgplumb tenant restore ${backup.file}`)
    }
  }
}
