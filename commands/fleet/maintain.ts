import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {maxFailuresFlag, protectedShards, showQueued} from '../../src/command/fleet.ts'

const WORK = ['daily', 'weekly', 'monthly', 'vacuum', 'analyze', 'reindex', 'expire'] as const

export default class FleetMaintain extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = "Queue maintenance of every tenant's schema, of all shards"
  static override description =
    "A schedule of the config, or one task. In each shard one tenant after another, whatever the number of workers. What is not a tenant's is left to maintain run."
  static override examples = [
    '<%= config.bin %> fleet maintain vacuum',
    '<%= config.bin %> fleet maintain weekly --yes --confirm crm_1,crm_2',
  ]
  static override args = {
    work: Args.string({description: WORK.join(', '), required: true, options: [...WORK]}),
  }
  static override flags = {...confirmFlags, ...maxFailuresFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(FleetMaintain)
    const workspace = await this.workspace(flags)
    const work = WORK.find((name) => name === args.work) ?? 'daily'
    const asked = await protectedShards(workspace)
    if (asked !== undefined) await this.confirm(`Maintain the tenants of all shards (${work})?`, flags, asked)
    const {fleetMaintain} = await import('../../src/workspace/fleet/maintain.ts')
    const queued = await fleetMaintain(workspace, work, {maxFailures: flags['max-failures']})
    await showQueued(queued, 'to maintain', this.json)
  }
}
