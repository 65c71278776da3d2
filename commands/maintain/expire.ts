import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {maintainFlags, runTasks} from '../../src/command/maintain.ts'
import {print, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'

export default class MaintainExpire extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Delete rows that have expired'
  static override description =
    'By the rules of the config: maintenance: {expire: [{table, column, retention}]}. In short transactions, so that nobody\nwaits for it.'
  static override examples = [
    '<%= config.bin %> maintain expire --dry-run',
    '<%= config.bin %> maintain expire --database prod',
  ]
  static override flags = {...maintainFlags, 'dry-run': Flags.boolean({description: 'only count'})}

  async run(): Promise<void> {
    const {flags} = await this.parse(MaintainExpire)
    const workspace = await this.workspace(flags)
    if (!flags['dry-run'])
      return runTasks(workspace, 'expire rows of', [{task: 'expire'}], flags, {
        json: this.json,
        found: () => this.found(),
        progress: (tasks, options) => this.progress(tasks, options),
      })
    const {countExpired} = await import('../../src/workspace/maintain.ts')
    const counted = await countExpired(workspace, target(workspace.project, flags.database))
    const rows = counted.map(({table, expired, findings}) => ({table, expired, findings}))
    if (this.json) return printJson({tables: rows})
    const {count} = await import('../../src/report/amounts.ts')
    for (const {table, expired, findings} of rows) {
      print(`${table}: ${count(expired ?? 0, 'row')} would be deleted`)
      for (const {message, cure} of findings) print(`  ${message}${cure ? `: ${cure}` : ''}`)
    }
  }
}
