import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {print, printJson, themeFor} from '../../src/command/output.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {parameters, tenantFlags} from '../../src/command/tenant.ts'

export default class TenantClone extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Make a tenant that has all rows of another'
  static override description =
    'As of one moment, in one transaction; its sequences go on where those of the other were.'
  static override examples = ['<%= config.bin %> tenant clone acme acme-staging']
  static override args = {
    from: Args.string({description: 'a tenant, by its name or its schema', required: true}),
    to: Args.string({description: 'what the new one is called', required: true}),
  }
  static override flags = {
    ...tenantFlags,
    ...confirmFlags,
    param: Flags.string({
      description: 'the value of a column of the registry; default: as the other tenant has it',
      multiple: true,
      helpValue: 'NAME=VALUE',
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(TenantClone)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const asked = await protectedName(workspace, name)
    if (asked !== undefined) await this.confirm(`Clone a tenant in ${name}?`, flags, asked)
    const {tenantClone} = await import('../../src/workspace/tenant-copies.ts')
    const started = performance.now()
    const [made] = await this.progress([
      {
        title: `clone ${args.from}`,
        run: () => tenantClone(workspace, name, args.from, args.to, parameters(flags.param)),
      },
    ])
    if (!made) return
    if (made.problem) this.found()
    if (this.json) return printJson({database: name, ...made})
    const {renderCreations} = await import('../../src/report/tenants.ts')
    const milliseconds = performance.now() - started
    print(renderCreations([made], {database: name, milliseconds, theme: await themeFor(process.stdout)}))
  }
}
