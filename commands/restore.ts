import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {confirmFlags} from '../src/command/flags.ts'
import {print, printJson} from '../src/command/output.ts'

export default class Restore extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Put a backup in the place of a database'
  static override description =
    'It is loaded whole beside the database, which goes only then: if anything fails, the old one is still there.'
  static override examples = [
    '<%= config.bin %> restore dev',
    '<%= config.bin %> restore prod prod-20260310-020000 --yes --confirm crm',
  ]
  static override args = {
    database: Args.string({description: 'a database of the config', required: true}),
    backup: Args.string({description: 'the name of a backup; default: its latest', default: 'latest'}),
  }
  static override flags = {
    ...confirmFlags,
    force: Flags.boolean({description: 'end the sessions that are in the database'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(Restore)
    const workspace = await this.workspace(flags)
    const {locate} = await import('../src/workspace/open.ts')
    const {findBackup} = await import('../src/workspace/backup/manifest.ts')
    const {restoreBackup} = await import('../src/workspace/backup/restore.ts')
    const database = await locate(workspace, args.database)
    const backup = await findBackup(workspace, args.database, args.backup)
    const {name, address} = database
    const made = backup.createdAt.toISOString().replace('T', ' ').slice(0, 16)
    await this.confirm(
      `Replace ${name} (${address.database}) and all its rows by ${backup.name}, of ${made} UTC?`,
      flags,
      database.protected ? address.database : undefined,
    )
    const [restored] = await this.progress([
      {title: `restore ${name}`, run: () => restoreBackup(workspace, database, backup, {force: flags.force})},
    ])
    if (this.json) return printJson({database: name, backup: backup.name, ...restored})
    const {count} = await import('../src/report/amounts.ts')
    print(`${name} is ${backup.name}: ${count(restored?.tables ?? 0, 'table')}, ${count(restored?.rows ?? 0, 'row')}`)
  }
}
