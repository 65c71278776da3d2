import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectWraparound extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show how old the oldest rows are'
  static override description =
    'And what keeps VACUUM from freezing them: sessions, prepared transactions, replication slots, standbys.'
  static override examples = [
    '<%= config.bin %> inspect wraparound',
    '<%= config.bin %> inspect wraparound prod --json',
  ]
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectWraparound)
    const {wraparound} = await import('../../src/inspect/wraparound.ts')
    const {renderWraparound} = await import('../../src/report/inspect/wraparound.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => wraparound(client, flags.limit),
      json: (seen) => seen,
      text: renderWraparound,
    })
  }
}
