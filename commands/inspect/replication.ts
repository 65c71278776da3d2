import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectReplication extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show how far standbys and subscribers are behind'
  static override description = 'Also those that are not connected, by their slot.'
  static override examples = [
    '<%= config.bin %> inspect replication',
    '<%= config.bin %> inspect replication prod --json',
  ]
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectReplication)
    const {replication} = await import('../../src/inspect/replication.ts')
    const {renderReplication} = await import('../../src/report/inspect/replication.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => replication(client, flags.limit),
      json: (seen) => ({standbys: seen}),
      text: renderReplication,
    })
  }
}
