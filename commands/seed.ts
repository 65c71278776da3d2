import {BaseCommand, type Group} from '../src/command/base.ts'
import {confirmFlags} from '../src/command/flags.ts'
import {print, printJson} from '../src/command/output.ts'
import {protectedName} from '../src/command/protected-name.ts'
import {databasesArg, targets} from '../src/command/targets.ts'

export default class Seed extends BaseCommand {
  static override group: Group = 'Every day'
  static override summary = 'Run the seed files in databases'
  static override description = 'Each file runs in a transaction of its own.'
  static override examples = ['<%= config.bin %> seed', '<%= config.bin %> seed dev']
  static override args = databasesArg
  static override strict = false
  static override flags = confirmFlags

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Seed)
    const workspace = await this.workspace(flags)
    const {seed} = await import('../src/workspace/seed.ts')
    const names = targets(workspace.project, argv)
    for (const name of names) {
      const asked = await protectedName(workspace, name)
      if (asked !== undefined) await this.confirm(`Run the seeds in the protected database ${name}?`, flags, asked)
    }
    const done = await this.progress(
      names.map((name) => ({title: `seed ${name}`, run: (update) => seed({...workspace, onProgress: update}, name)})),
    )
    const rows = names.map((database, index) => ({database, files: done[index] ?? 0}))
    if (this.json) return printJson({databases: rows})
    const {count} = await import('../src/report/amounts.ts')
    for (const {database, files} of rows) print(`${database}: ${count(files, 'seed file')} run`)
  }
}
