import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'

export default class BackupVerify extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Prove that a backup is whole and can be restored'
  static override description =
    "Its checksum and its end; then it is loaded into a database that is dropped again, on the project's own server."
  static override examples = [
    '<%= config.bin %> backup verify prod',
    '<%= config.bin %> backup verify prod prod-20260310-020000 --no-restore',
  ]
  static override args = {
    database: Args.string({description: 'a database of the config; default: the first'}),
    backup: Args.string({description: 'the name of a backup; default: the latest', default: 'latest'}),
  }
  static override flags = {
    restore: Flags.boolean({description: 'load it, too', default: true, allowNo: true}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(BackupVerify)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, args.database)
    const {findBackup} = await import('../../src/workspace/backup/manifest.ts')
    const {verifyBackup} = await import('../../src/workspace/backup/verify.ts')
    const backup = await findBackup(workspace, name, args.backup)
    const [verified] = await this.progress([
      {title: `verify ${backup.name}`, run: () => verifyBackup(workspace, backup, {restore: flags.restore})},
    ])
    if (this.json) return printJson(verified)
    const {count} = await import('../../src/report/amounts.ts')
    const restored = verified?.restored
    print(
      `${backup.name} is whole${restored ? `, and was restored: ${count(restored.tables, 'table')}, ${count(restored.rows, 'row')}` : ''}`,
    )
  }
}
