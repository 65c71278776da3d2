import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {print, printJson, themeFor} from '../../src/command/output.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'
import {concurrencyFlag, parameters, tenantFlags, tenantsOfFile} from '../../src/command/tenant.ts'
import {Failure} from '../../src/failure.ts'

export default class TenantCreate extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Make tenants: a row of the registry, and a schema like the template'
  static override description =
    'Each in a transaction of its own: a tenant is there as a whole or not at all. A rerun makes those that are missing, and completes what is half-made. Exits 1 if one could not be made or was there already (with --if-missing, that is fine).'
  static override examples = [
    '<%= config.bin %> tenant create acme globex',
    '<%= config.bin %> tenant create --from-file tenants.txt --if-missing',
    '<%= config.bin %> tenant create acme --param plan=pro --param email=owner@acme.example',
  ]
  static override args = {name: Args.string({description: 'what the tenant is called', required: false})}
  static override strict = false
  static override flags = {
    ...tenantFlags,
    ...confirmFlags,
    ...concurrencyFlag,
    'from-file': Flags.string({
      description: 'names, one a line, or a JSON list with further values; - is standard input',
      helpValue: 'FILE',
    }),
    param: Flags.string({
      description: "the value of a column of the registry, or of :'name' in the admin's SQL",
      multiple: true,
      helpValue: 'NAME=VALUE',
    }),
    'if-missing': Flags.boolean({description: 'tenants that are there already are fine'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(TenantCreate)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const shared = parameters(flags.param)
    const file = flags['from-file']
    const tenants = [
      ...argv.map((text) => ({name: String(text), values: shared})),
      ...(file === undefined ? [] : tenantsOfFile(file)).map((one) => ({...one, values: {...shared, ...one.values}})),
    ]
    if (!tenants.length)
      throw new Failure('usage', 'no tenant is named', {hint: `${this.commandLine} NAME…, or --from-file FILE`})
    const asked = await protectedName(workspace, name)
    if (asked !== undefined) await this.confirm(`Create ${tenants.length} tenants in ${name}?`, flags, asked)
    const {tenantCreate} = await import('../../src/workspace/tenants.ts')
    const {pace} = await import('../../src/report/pace.ts')
    const started = performance.now()
    const [creations = []] = await this.progress([
      {
        title: `create tenants in ${name}`,
        run: (update) => {
          const tell = pace(tenants.length, update)
          return tenantCreate(workspace, name, tenants, {
            concurrency: flags.concurrency,
            onTenant: ({name}) => tell(name),
          })
        },
      },
    ])
    const fine = ['created', 'completed', ...(flags['if-missing'] ? ['exists'] : [])]
    if (creations.some(({outcome}) => !fine.includes(outcome))) this.found()
    if (this.json) return printJson({database: name, tenants: creations})
    const {renderCreations} = await import('../../src/report/tenants.ts')
    const shown = flags['if-missing']
      ? creations.map((one) => (one.outcome === 'exists' ? {...one, problem: null} : one))
      : creations
    print(
      renderCreations(shown, {
        database: name,
        milliseconds: performance.now() - started,
        theme: await themeFor(process.stdout),
      }),
    )
  }
}
