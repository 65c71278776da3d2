import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {showQueued} from '../../src/command/fleet.ts'

export default class FleetDriftCommand extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = "Queue a comparison of every tenant's schema with the template of its shard"
  static override description =
    'A worker reads each shard once. fleet status shows what was found, tenants that differ in the same way together.'
  static override examples = ['<%= config.bin %> fleet drift', '<%= config.bin %> fleet drift --no-privileges']
  static override flags = {
    privileges: Flags.boolean({description: 'compare grants', default: true, allowNo: true}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(FleetDriftCommand)
    const workspace = await this.workspace(flags)
    const {fleetDrift} = await import('../../src/workspace/fleet/drift.ts')
    await showQueued(await fleetDrift(workspace, {privileges: flags.privileges}), 'to compare', this.json)
  }
}
