import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectIndexes extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Find indexes that are invalid, duplicate or unused'
  static override description = 'What a constraint, a replica identity or a foreign key needs counts as used.'
  static override examples = ['<%= config.bin %> inspect indexes', '<%= config.bin %> inspect indexes prod --json']
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectIndexes)
    const {indexes} = await import('../../src/inspect/indexes.ts')
    const {renderIndexes} = await import('../../src/report/inspect/indexes.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => indexes(client, flags.limit),
      json: (seen) => ({indexes: seen}),
      text: renderIndexes,
    })
  }
}
