import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, runInspection} from '../../src/command/inspect.ts'

export default class InspectLocks extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show who is in the way of whom'
  static override description =
    'A tree: at the root the session that waits for nobody, below it those that wait for it, with what they want.'
  static override examples = ['<%= config.bin %> inspect locks', '<%= config.bin %> inspect locks prod --watch 2']
  static override args = inspectArgs
  static override flags = {...inspectFlags}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectLocks)
    const {locks} = await import('../../src/inspect/locks.ts')
    const {renderLocks} = await import('../../src/report/inspect/locks.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => locks(client),
      json: (seen) => ({roots: seen}),
      text: renderLocks,
    })
  }
}
