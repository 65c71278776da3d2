import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection} from '../../src/command/inspect.ts'

export default class InspectBloat extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Estimate what a rewrite would give back'
  static override description =
    'Of tables and B-tree indexes, from the statistics, with deduplication reckoned in. It says nothing where they are missing\nor stale.'
  static override examples = [
    '<%= config.bin %> inspect bloat',
    '<%= config.bin %> inspect bloat prod --schema tenant_7',
  ]
  static override args = inspectArgs
  static override flags = {
    ...inspectFlags,
    ...limitFlag,
    schema: Flags.string({description: 'only this schema', helpValue: 'NAME'}),
    min: Flags.integer({description: 'leave out what is smaller, in MB', default: 1, min: 0, helpValue: 'MB'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectBloat)
    const {bloat} = await import('../../src/inspect/bloat.ts')
    const {renderBloat} = await import('../../src/report/inspect/bloat.ts')
    await runInspection(await this.workspace(flags), args.database, flags, this.json, {
      look: (client) =>
        bloat(client, {
          limit: flags.limit,
          schemas: flags.schema ? [flags.schema] : null,
          atLeast: flags.min * 1024 * 1024,
        }),
      json: (seen) => seen,
      text: renderBloat,
    })
  }
}
