import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'
import {databasesArg, targets} from '../../src/command/targets.ts'

export default class BackupCreate extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Dump databases with their rows, compressed, with a checksum'
  static override description =
    "Into the folder of the config, backup: {folder}. It is an archive of pg_dump's custom format, which pg_restore can read as well; neither has to be installed."
  static override examples = ['<%= config.bin %> backup create dev', '<%= config.bin %> backup create prod --json']
  static override args = databasesArg
  static override strict = false

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(BackupCreate)
    const workspace = await this.workspace(flags)
    const {createBackup} = await import('../../src/workspace/backup/create.ts')
    const backups = await this.progress(
      targets(workspace.project, argv).map((name) => ({
        title: `back up ${name}`,
        run: (update) => createBackup({...workspace, onProgress: update}, name),
      })),
    )
    if (this.json) return printJson({backups})
    const {bytes} = await import('../../src/report/amounts.ts')
    for (const {database, path, bytes: size} of backups) print(`${database}: ${path} (${bytes(size)})`)
  }
}
