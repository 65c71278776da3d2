import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {print, printJson, themeFor, widthOf} from '../src/command/output.ts'
import {databasesArg} from '../src/command/targets.ts'

export default class Status extends BaseCommand {
  static override group: Group = 'Every day'
  static override summary = 'Tell how the databases are'
  static override description =
    'Reachable, version, size, migrations, drift, health. --check exits 1 unless all is well.'
  static override examples = [
    '<%= config.bin %> status',
    '<%= config.bin %> status dev --no-drift',
    '<%= config.bin %> status --check',
  ]
  static override args = databasesArg
  static override strict = false
  static override flags = {
    drift: Flags.boolean({description: 'compare with the master schema', default: true, allowNo: true}),
    check: Flags.boolean({description: 'exit 1 on drift, pending migrations, or a database that does not answer'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Status)
    const workspace = await this.workspace(flags)
    const {status} = await import('../src/workspace/status.ts')
    const {isWell, renderStatus} = await import('../src/report/status.ts')
    const names = argv.length ? argv.map(String) : workspace.project.databases.map(({name}) => name)
    const databases = []
    for (const name of names) databases.push(await status(workspace, name, {withDrift: flags.drift}))
    if (flags.check && !databases.every(isWell)) this.found()
    if (this.json) return printJson({databases})
    print(renderStatus(databases, {theme: await themeFor(process.stdout), width: widthOf(process.stdout)}))
  }
}
