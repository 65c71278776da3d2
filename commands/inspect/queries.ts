import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectQueries extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show which statements take the most time'
  static override description =
    'From pg_stat_statements. Statements of many tenant schemas with the same text are added up.'
  static override examples = ['<%= config.bin %> inspect queries', '<%= config.bin %> inspect queries prod --json']
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectQueries)
    const {queries} = await import('../../src/inspect/queries.ts')
    const {renderQueries} = await import('../../src/report/inspect/queries.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => queries(client, flags.limit),
      json: (seen) => seen,
      text: renderQueries,
    })
  }
}
