import {BaseCommand, type Group} from '../src/command/base.ts'
import {print, printJson} from '../src/command/output.ts'
import {databasesArg} from '../src/command/targets.ts'

export default class Stop extends BaseCommand {
  static override group: Group = 'Every day'
  static override summary = 'Stop the servers that start has started'
  static override description = 'The data stay where they are.'
  static override examples = ['<%= config.bin %> stop', '<%= config.bin %> stop test']
  static override args = databasesArg
  static override strict = false

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Stop)
    const workspace = await this.workspace(flags)
    const {serverGroups, stopGroup, stopShadow} = await import('../src/workspace/servers.ts')
    const groups = await serverGroups(workspace, argv.map(String))
    const stopped = await this.progress(
      groups.map((group) => ({
        title: `stop ${group.databases.map(({name}) => name).join(', ')}`,
        run: (update) => stopGroup(group, {...workspace, onProgress: update}),
      })),
    )
    const rows = groups.map(({databases}, index) => ({
      databases: databases.map(({name}) => name),
      stopped: stopped[index]?.stopped ?? false,
    }))
    const shadow = argv.length === 0 && (await stopShadow(workspace))
    if (this.json) return printJson({servers: rows, shadow})
    if (shadow) print('the server for shadow databases: stopped')
    else if (!rows.length) return print('no database of the config is on a server that pgplumb starts')
    for (const row of rows) print(`${row.databases.join(', ')}: ${row.stopped ? 'stopped' : 'was not running'}`)
  }
}
