import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {print, printJson} from '../../src/command/output.ts'

export default class BackupPrune extends BaseCommand {
  static override group: Group = 'Maintenance'
  static override summary = 'Remove the backups that the policy does not keep'
  static override description =
    'backup: {keep: {last: 3, daily: 7, weekly: 4, monthly: 6}} in the config: the last three, and the last of each of seven\ndays, four weeks and six months that have one.'
  static override examples = ['<%= config.bin %> backup prune --dry-run', '<%= config.bin %> backup prune --yes']
  static override flags = {
    yes: confirmFlags.yes,
    'dry-run': Flags.boolean({description: 'only tell which'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(BackupPrune)
    const workspace = await this.workspace(flags)
    const {pruneBackups} = await import('../../src/workspace/backup/prune.ts')
    const planned = await pruneBackups(workspace, {dryRun: true})
    const {count} = await import('../../src/report/amounts.ts')
    if (!flags['dry-run'] && planned.removed.length) {
      await this.confirm(`Remove ${count(planned.removed.length, 'backup')}?`, flags)
      await pruneBackups(workspace)
    }
    if (this.json) return printJson({dryRun: flags['dry-run'], ...planned})
    for (const {name} of planned.removed) print(`${flags['dry-run'] ? 'would remove' : 'removed'} ${name}`)
    print(`${count(planned.kept.length, 'backup')} kept`)
  }
}
