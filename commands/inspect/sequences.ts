import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectSequences extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show how full the sequences are'
  static override description = 'By their own limit, and by the type of the column that they fill.'
  static override examples = ['<%= config.bin %> inspect sequences', '<%= config.bin %> inspect sequences prod --json']
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectSequences)
    const {sequences} = await import('../../src/inspect/sequences.ts')
    const {renderSequences} = await import('../../src/report/inspect/sequences.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => sequences(client, flags.limit),
      json: (seen) => ({sequences: seen}),
      text: renderSequences,
    })
  }
}
