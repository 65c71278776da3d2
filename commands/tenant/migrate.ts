import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {migrateFlags} from '../../src/command/migrate-flags.ts'
import {tellMigration} from '../../src/command/migration-events.ts'
import {print, printJson, themeFor} from '../../src/command/output.ts'
import {placeholders} from '../../src/command/placeholders.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {concurrencyFlag, tenantFlags} from '../../src/command/tenant.ts'

const {'lock-wait': _, ...runFlags} = migrateFlags

export default class TenantMigrate extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Run what is pending: in the template, then in every tenant'
  static override description =
    'Each tenant in a transaction of its own, with its record; the first --canary ones before the others. One that fails does not stop the rest until --max-failures have. Run it again to go on: what is in effect is not run twice. Exits 1 unless every tenant is up to date.'
  static override examples = [
    '<%= config.bin %> tenant migrate --dry-run',
    '<%= config.bin %> tenant migrate --canary 1,10% --max-failures 5',
    '<%= config.bin %> tenant migrate acme --database prod --confirm crm --yes',
  ]
  static override args = {
    name: Args.string({description: 'a tenant; default: the template and all tenants', required: false}),
  }
  static override strict = false
  static override flags = {
    ...tenantFlags,
    ...confirmFlags,
    ...concurrencyFlag,
    ...runFlags,
    canary: Flags.string({
      description: 'how many tenants come first, and have to go well: a number, a percentage, or several in turn',
      default: '1',
      helpValue: '1,10%',
    }),
    'max-failures': Flags.integer({
      description: 'begin no further tenant after so many failed',
      default: 10,
      min: 1,
      helpValue: 'N',
      exclusive: ['stop-on-failure'],
    }),
    'stop-on-failure': Flags.boolean({description: 'begin no further tenant after one failed'}),
    'allow-out-of-order': Flags.boolean({description: 'run files whose number is lower than one in effect'}),
    'dry-run': Flags.boolean({description: 'only say what is pending, and where'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(TenantMigrate)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const names = argv.map(String)
    const which = {...(flags.to === undefined ? {} : {to: flags.to}), outOfOrder: flags['allow-out-of-order']}
    const {tenantMigrate, tenantPending} = await import('../../src/workspace/tenant-migrate.ts')
    const {renderMigrateResult, renderPending} = await import('../../src/report/tenant-migrate.ts')
    const theme = await themeFor(process.stdout)
    if (flags['dry-run']) {
      const {template, tenants} = await tenantPending(workspace, name, names, which)
      const shown = [template, ...tenants].map(({name, schema, versions, problem}) => ({
        name,
        schema,
        versions,
        problem,
      }))
      if (this.json) return printJson({database: name, template: shown[0], tenants: shown.slice(1)})
      return print(renderPending({template, tenants}, name, theme))
    }
    const asked = await protectedName(workspace, name)
    if (asked !== undefined) await this.confirm(`Run migrations in the tenants of ${name}?`, flags, asked)
    const {parseCanary} = await import('../../src/tenants/migrate/stages.ts')
    const canary = parseCanary(flags.canary)
    const {pace} = await import('../../src/report/pace.ts')
    const started = performance.now()
    const [result] = await this.progress([
      {
        title: `migrate tenants of ${name}`,
        run: (update) => {
          let tell = (_name: string): void => {}
          return tenantMigrate(workspace, name, names, {
            ...which,
            canary: names.length ? [] : canary,
            concurrency: flags.concurrency,
            maxFailures: flags['stop-on-failure'] ? 1 : flags['max-failures'],
            lockTimeout: flags['lock-timeout'],
            toolVersion: this.config.version,
            variables: placeholders(flags.placeholders),
            onEvent: (event) => tellMigration(event, update),
            onStage: (tenants, stage) => {
              tell = pace(tenants, (text) => update(stage === 'canary' ? `canary ${text}` : text))
            },
            onTenant: ({name}) => tell(name),
          })
        },
      },
    ])
    if (!result) return
    if (result.tenants.some(({outcome}) => outcome === 'failed' || outcome === 'not begun')) this.found()
    if (result.access?.failed.length) this.found()
    if (result.stopped === 'interrupted') this.stopped()
    if (this.json) return printJson({database: name, ...result})
    print(renderMigrateResult(result, {database: name, milliseconds: performance.now() - started, theme}))
  }
}
