import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'
import {GROWTH_OF} from '../../src/inspect/growth.ts'

export default class InspectGrowth extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show how sizes went, and where they go'
  static override description = 'From what the runs of maintenance have recorded: a plot, the trend, and a forecast.'
  static override examples = [
    '<%= config.bin %> inspect growth',
    '<%= config.bin %> inspect growth prod --of table --days 30',
  ]
  static override args = inspectArgs
  static override flags = {
    ...inspectFlags,
    ...limitFlag,
    schema: Flags.string({description: 'only this schema', helpValue: 'NAME'}),
    of: Flags.option({options: GROWTH_OF, default: 'database' as const})({
      description: `of what: ${GROWTH_OF.join(', ')}`,
      helpValue: 'WHAT',
    }),
    days: Flags.integer({description: 'since how many days', default: 90, min: 1, helpValue: 'N'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectGrowth)
    const {growth} = await import('../../src/inspect/growth.ts')
    const {renderGrowth} = await import('../../src/report/inspect/growth.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) =>
        growth(client, {of: flags.of, days: flags.days, schema: flags.schema ?? null, limit: flags.limit}),
      json: (seen) => ({series: seen}),
      text: renderGrowth,
    })
  }
}
