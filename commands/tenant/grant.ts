import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {print, printJson, themeFor} from '../../src/command/output.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {concurrencyFlag, tenantFlags} from '../../src/command/tenant.ts'

export default class TenantGrant extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Make what roles may do in tenants what the config says (tenancy.access)'
  static override description =
    'In the template and in every tenant, on what is there and on what is to come (default privileges); each schema in a transaction of its own. What is so already is left alone. Exits 1 if a schema could not be done; with --dry-run, if there is something to do.'
  static override examples = [
    '<%= config.bin %> tenant grant --dry-run',
    '<%= config.bin %> tenant grant --create-roles',
    '<%= config.bin %> tenant grant acme --database prod --confirm crm --yes',
  ]
  static override args = {
    name: Args.string({description: 'a tenant; default: the template and all tenants', required: false}),
  }
  static override strict = false
  static override flags = {
    ...tenantFlags,
    ...confirmFlags,
    ...concurrencyFlag,
    'create-roles': Flags.boolean({description: 'make roles that are missing, which nobody can sign in as (NOLOGIN)'}),
    'dry-run': Flags.boolean({description: 'only say what differs, and the SQL that mends it'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(TenantGrant)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const names = argv.map(String)
    const {tenantAccess, tenantGrant} = await import('../../src/workspace/tenant-access.ts')
    const {renderAccess, renderGranted} = await import('../../src/report/tenant-access.ts')
    const theme = await themeFor(process.stdout)
    if (flags['dry-run']) {
      const groups = await tenantAccess(workspace, name, names)
      if (groups.length > 0) this.found()
      if (this.json) return printJson({database: name, groups})
      return print(renderAccess(groups, name, theme))
    }
    const asked = await protectedName(workspace, name)
    if (asked !== undefined) await this.confirm(`Change grants in the tenants of ${name}?`, flags, asked)
    const [done] = await this.progress([
      {
        title: `grant in the tenants of ${name}`,
        run: (update) =>
          tenantGrant(workspace, name, names, {
            concurrency: flags.concurrency,
            createRoles: flags['create-roles'],
            onSchema: update,
          }),
      },
    ])
    if (!done) return
    if (done.failed.length > 0) this.found()
    if (this.json) return printJson({database: name, ...done})
    print(renderGranted(done, name, theme))
  }
}
