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
    const {labelOf, serversToStop, stopGroup} = await import('../src/workspace/servers.ts')
    const groups = await serversToStop(workspace, argv.map(String))
    const stopped = await this.progress(
      groups.map((group) => ({
        title: `stop ${labelOf(group)}`,
        run: (update) => stopGroup(group, {...workspace, onProgress: update}),
      })),
    )
    const rows = groups.map((group, index) => ({
      server: labelOf(group),
      databases: group.databases.map(({name}) => name),
      stopped: stopped[index]?.stopped ?? false,
    }))
    if (this.json) return printJson({servers: rows})
    if (!rows.length) return print('no database of the config is on a server that pgplumb starts')
    for (const {server, stopped} of rows) print(`${server}: ${stopped ? 'stopped' : 'was not running'}`)
  }
}
