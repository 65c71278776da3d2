import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectActivity extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show what the sessions do'
  static override description =
    'The longest transaction first; what a session waits for, and in which schemas it has locks.'
  static override examples = ['<%= config.bin %> inspect activity', '<%= config.bin %> inspect activity prod --watch 2']
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectActivity)
    const {activity} = await import('../../src/inspect/activity.ts')
    const {renderActivity} = await import('../../src/report/inspect/activity.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => activity(client, flags.limit),
      json: (seen) => ({sessions: seen}),
      text: renderActivity,
    })
  }
}
