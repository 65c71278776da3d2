import {BaseCommand, type Group} from '../../src/command/base.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'
import {print, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'

export default class MaintainExpire extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Delete rows that have expired'
  static override description =
    'By the rules of the config: maintenance: {expire: [{table, column, retention}]}. Where it has none, tables of tokens and\ninvitations are recognised by their names, but not in a protected database. In short transactions, so that nobody waits\nfor it. --dry-run counts, by tenant where there are tenants.'
  static override examples = [
    '<%= config.bin %> maintain expire --dry-run',
    '<%= config.bin %> maintain expire --database prod',
  ]
  static override flags = maintainFlags

  async run(): Promise<void> {
    const {flags} = await this.parse(MaintainExpire)
    const workspace = await this.workspace(flags)
    if (!flags['dry-run'])
      return runTasks(workspace, {title: 'expire rows of', tasks: [{task: 'expire'}], schedule: null}, flags, {
        json: this.json,
        version: this.config.version,
        found: () => this.found(),
        progress: (tasks, options) => this.progress(tasks, options),
      })
    const {countExpired} = await import('../../src/workspace/maintain.ts')
    const counted = await countExpired(workspace, target(workspace.project, flags.database))
    const tables = counted.map(({table, expired, children, tenants, findings}) => ({
      table,
      expired: expired ?? 0,
      children,
      tenants,
      findings,
    }))
    if (this.json) return printJson({tables})
    const {renderExpired} = await import('../../src/report/maintenance/expired.ts')
    print(renderExpired(tables))
  }
}
