import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {maxFailuresFlag, protectedShards, showQueued} from '../../src/command/fleet.ts'
import {tenantsOfFile} from '../../src/command/tenant.ts'
import {Failure} from '../../src/failure.ts'

export default class FleetCreate extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Queue tenants to be made, each where the fewest are'
  static override description =
    'A job for each that is not there as a whole; fleet work does them. Names only: what else a tenant needs comes from the config, for nothing secret may lie in a queue (tenant create --param takes values).'
  static override examples = [
    '<%= config.bin %> fleet create acme globex',
    '<%= config.bin %> fleet create --from-file tenants.txt',
    '<%= config.bin %> fleet create acme --shard shard2',
  ]
  static override args = {name: Args.string({description: 'what the tenant is called', required: false})}
  static override strict = false
  static override flags = {
    ...confirmFlags,
    ...maxFailuresFlag,
    'from-file': Flags.string({description: 'names, one a line; - is standard input', helpValue: 'FILE'}),
    shard: Flags.string({description: 'the database in which new ones are to live', helpValue: 'NAME'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(FleetCreate)
    const workspace = await this.workspace(flags)
    const file = flags['from-file']
    const listed = file === undefined ? [] : tenantsOfFile(file)
    if (listed.some(({values}) => Object.keys(values).length > 0))
      throw new Failure('usage', `${file} has more than names, and a queue is no place for values`, {
        hint: 'pgplumb tenant create --database SHARD --from-file takes them',
      })
    const names = [...argv.map(String), ...listed.map(({name}) => name)]
    if (!names.length)
      throw new Failure('usage', 'no tenant is named', {hint: `${this.commandLine} NAME…, or --from-file FILE`})
    const asked = await protectedShards(workspace)
    if (asked !== undefined) await this.confirm(`Create ${names.length} tenants?`, flags, asked)
    const {fleetCreate} = await import('../../src/workspace/fleet/create.ts')
    const options = {shard: flags.shard, maxFailures: flags['max-failures']}
    await showQueued(await fleetCreate(workspace, names, options), 'to create', this.json)
  }
}
