import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'
import {note, print, printJson} from '../../src/command/output.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'

export default class MaintainExpire extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Delete rows that have expired'
  static override description =
    'By the rules of the config: maintenance: {expire: [{table, column, retention}]}. Where it has none, tables of tokens and\ninvitations are recognised by their names, and what would go is shown before you are asked; maintenance: {expire:\nrecognised} says yes for scheduled runs too. In short transactions, so that nobody waits for it. --dry-run counts, by\ntenant where there are tenants.'
  static override examples = [
    '<%= config.bin %> maintain expire --dry-run',
    '<%= config.bin %> maintain expire --database prod',
  ]
  static override flags = {...maintainFlags, ...confirmFlags}

  async run(): Promise<void> {
    const {flags} = await this.parse(MaintainExpire)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const ruled = workspace.project.maintenance.expire !== null
    const {countExpired} = await import('../../src/workspace/maintain.ts')
    if (flags['dry-run'] || !ruled) {
      const tables = (await countExpired(workspace, name)).map(({table, expired, children, tenants, findings}) => ({
        table,
        expired: expired ?? 0,
        children,
        tenants,
        findings,
      }))
      const {renderExpired} = await import('../../src/report/maintenance/expired.ts')
      if (flags['dry-run']) return this.json ? printJson({tables}) : print(renderExpired(tables))
      note(renderExpired(tables))
      if (tables.every(({expired}) => expired === 0)) return
      await this.confirm(`Delete these rows of ${name}?`, flags, await protectedName(workspace, name))
    }
    await runTasks(
      workspace,
      {title: 'expire rows of', tasks: [{task: 'expire'}], schedule: null, agreed: !ruled},
      flags,
      {
        json: this.json,
        version: this.config.version,
        found: () => this.found(),
        progress: (tasks, options) => this.progress(tasks, options),
      },
    )
  }
}
