import {BaseCommand, type Group} from '../../src/command/base.ts'
import {inspectArgs, inspectFlags, limitFlag, runInspection, tenantFlag} from '../../src/command/inspect.ts'

export default class InspectIndexes extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Find indexes that are invalid, duplicate or unused'
  static override description =
    'What a constraint, a replica identity or a foreign key needs counts as used. --by-tenant: how each schema uses its\nindexes, and what of them nobody reads.'
  static override examples = ['<%= config.bin %> inspect indexes', '<%= config.bin %> inspect indexes prod --by-tenant']
  static override args = inspectArgs
  static override flags = {...inspectFlags, ...limitFlag, ...tenantFlag}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(InspectIndexes)
    const {indexes, indexesByTenant} = await import('../../src/inspect/indexes.ts')
    const {renderIndexes, renderTenantIndexes} = await import('../../src/report/inspect/indexes.ts')
    const workspace = await this.workspace(flags)
    if (flags['by-tenant'])
      return runInspection(workspace, args.database, flags, this.json, {
        look: (client) => indexesByTenant(client, flags.limit),
        json: (seen) => ({tenants: seen}),
        text: renderTenantIndexes,
      })
    await runInspection(workspace, args.database, flags, this.json, {
      look: (client) => indexes(client, flags.limit),
      json: (seen) => ({indexes: seen}),
      text: renderIndexes,
    })
  }
}
