import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'

export default class MaintainHistory extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show what maintenance has done'
  static override description =
    'The latest first, without the system catalogs. It is kept in pgplumb.maintenance_history, for a person to query.'
  static override examples = [
    '<%= config.bin %> maintain history --limit 20',
    '<%= config.bin %> maintain history --problems',
    "<%= config.bin %> maintain history --object 'public.users*'",
  ]
  static override flags = {
    database: Flags.string({description: 'a database of the config; default: the first', helpValue: 'NAME'}),
    limit: Flags.integer({description: 'how many actions', default: 40, min: 1, helpValue: 'N'}),
    all: Flags.boolean({description: 'also what was done to system catalogs'}),
    problems: Flags.boolean({description: 'only what was not simply done'}),
    object: Flags.string({description: 'only this table or index; * stands for any text', helpValue: 'NAME'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(MaintainHistory)
    const workspace = await this.workspace(flags)
    const {maintenanceHistory} = await import('../../src/workspace/maintain.ts')
    const actions = await maintenanceHistory(workspace, target(workspace.project, flags.database), {
      limit: flags.limit,
      catalogs: flags.all,
      problems: flags.problems,
      object: flags.object,
    })
    if (this.json) return printJson({actions})
    const {renderHistory} = await import('../../src/report/actions.ts')
    print(actions.length ? renderHistory(actions) : 'no maintenance is recorded')
  }
}
