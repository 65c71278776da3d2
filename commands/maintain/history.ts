import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'

export default class MaintainHistory extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show what maintenance has done'
  static override description = 'The latest first. It is kept in pgplumb.maintenance_history.'
  static override examples = ['<%= config.bin %> maintain history --limit 20']
  static override flags = {
    database: Flags.string({description: 'a database of the config; default: the first', helpValue: 'NAME'}),
    limit: Flags.integer({description: 'how many actions', default: 40, min: 1, helpValue: 'N'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(MaintainHistory)
    const workspace = await this.workspace(flags)
    const {maintenanceHistory} = await import('../../src/workspace/maintain.ts')
    const actions = await maintenanceHistory(workspace, target(workspace.project, flags.database), flags.limit)
    if (this.json) return printJson({actions})
    const {renderHistory} = await import('../../src/report/actions.ts')
    print(actions.length ? renderHistory(actions) : 'no maintenance is recorded')
  }
}
