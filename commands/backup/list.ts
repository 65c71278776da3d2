import {Args} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'

export default class BackupList extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Show the backups that there are'
  static override description = 'The latest first.'
  static override examples = ['<%= config.bin %> backup list', '<%= config.bin %> backup list prod --json']
  static override args = {database: Args.string({description: 'only of this database'})}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(BackupList)
    const workspace = await this.workspace(flags)
    const {listBackups} = await import('../../src/workspace/backup/manifest.ts')
    const backups = await listBackups(workspace, args.database)
    if (this.json) return printJson({backups})
    if (!backups.length) return print('there are no backups: pgplumb backup create')
    const {bytes} = await import('../../src/report/amounts.ts')
    const {renderTable} = await import('../../src/report/table.ts')
    print(
      renderTable(
        [{title: 'backup'}, {title: 'of'}, {title: 'made (UTC)'}, {title: 'server'}, {title: 'size', align: 'right'}],
        backups.map(({name, database, createdAt, serverVersion, bytes: size}) => [
          name,
          database,
          createdAt.toISOString().replace('T', ' ').slice(0, 16),
          serverVersion,
          bytes(size),
        ]),
      ),
    )
  }
}
