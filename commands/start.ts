import {BaseCommand, type Group} from '../src/command/base.ts'
import {print, printJson} from '../src/command/output.ts'
import {databasesArg} from '../src/command/targets.ts'

export default class Start extends BaseCommand {
  static override group: Group = 'Every day'
  static override summary = 'Start the servers of the config'
  static override description =
    'Starts embedded servers (nothing needs to be installed) and Docker containers, and makes their logins and databases.\nThey run until pgplumb stop.'
  static override examples = ['<%= config.bin %> start', '<%= config.bin %> start dev']
  static override args = databasesArg
  static override strict = false

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Start)
    const workspace = await this.workspace(flags)
    const {labelOf, serverGroups, startGroup} = await import('../src/workspace/servers.ts')
    const groups = await serverGroups(workspace, argv.map(String))
    const started = await this.progress(
      groups.map((group) => ({
        title: `start ${labelOf(group)}`,
        run: (update) => startGroup(group, {...workspace, onProgress: update}),
      })),
    )
    const rows = groups.flatMap(({spec, databases}, index) =>
      databases.map(({name, address}) => ({name, kind: spec.kind, url: urlOf(address), ...started[index]})),
    )
    if (this.json) return printJson({servers: rows})
    if (!rows.length) return print('no database of the config is on a server that pgplumb starts')
    const {renderTable} = await import('../src/report/table.ts')
    print(
      renderTable(
        [{title: 'database'}, {title: 'server'}, {title: 'connect with'}, {title: ''}],
        rows.map(({name, kind, version, url, started: fresh}) => [
          name,
          `PostgreSQL ${version}, ${kind}`,
          url,
          fresh ? 'started' : 'was running',
        ]),
      ),
    )
  }
}

const urlOf = ({user, host, port, database}: {user: string; host: string; port: number; database: string}): string =>
  `postgres://${encodeURIComponent(user)}@${host}:${port}/${encodeURIComponent(database)}`
