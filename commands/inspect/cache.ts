import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectCache extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show how often tables are found in shared_buffers'
  static override description = 'Those read most from elsewhere first.'
  static override examples = ['<%= config.bin %> inspect cache', '<%= config.bin %> inspect cache prod --json']
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectCache)
    const {cache} = await import('../../src/inspect/cache.ts')
    const {renderCache} = await import('../../src/report/inspect/cache.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) => cache(client, flags.limit),
      json: (seen) => ({tables: seen}),
      text: renderCache,
    })
  }
}
