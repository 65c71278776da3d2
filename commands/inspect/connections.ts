import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectConnections extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Count the sessions'
  static override description =
    'By database, role, application and tenant schema. A schema is known by the locks of an open transaction, or where role or\napplication are named like it.'
  static override examples = [
    '<%= config.bin %> inspect connections',
    '<%= config.bin %> inspect connections prod --json',
  ]
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectConnections)
    const {connections} = await import('../../src/inspect/connections.ts')
    const {renderConnections} = await import('../../src/report/inspect/connections.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => connections(client, flags.limit),
      json: (seen) => seen,
      text: renderConnections,
    })
  }
}
