import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {confirmFlags} from '../src/command/flags.ts'
import {print, printJson} from '../src/command/output.ts'
import {databasesArg, targets} from '../src/command/targets.ts'

export default class ResetCommand extends BaseCommand {
  static override group: Group = 'Every day'
  static override summary = 'Drop databases and make them again'
  static override description =
    'Master schema, migrations marked as applied, seeds. While the schema is unchanged, the database is a copy of a template\nand none of its SQL is run.'
  static override examples = ['<%= config.bin %> reset dev', '<%= config.bin %> reset dev test --yes']
  static override args = databasesArg
  static override strict = false
  static override flags = {
    ...confirmFlags,
    force: Flags.boolean({description: 'end the sessions that are in the database'}),
    seeds: Flags.boolean({description: 'run the seeds', default: true, allowNo: true}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(ResetCommand)
    const workspace = await this.workspace(flags)
    const {reset, resettable} = await import('../src/workspace/reset.ts')
    const databases = await Promise.all(targets(workspace.project, argv).map((name) => resettable(workspace, name)))
    for (const database of databases) {
      const {name, address} = database
      await this.confirm(
        `Drop ${name} (${address.database}) and all its rows?`,
        flags,
        database.protected ? address.database : undefined,
      )
    }
    const done = await this.progress(
      databases.map((database) => ({
        title: `reset ${database.name}`,
        run: (update) => reset({...workspace, onProgress: update}, database, {force: flags.force, seeds: flags.seeds}),
      })),
    )
    const rows = done.map((result, index) => ({database: databases[index]?.name ?? '', ...result}))
    if (this.json) return printJson({databases: rows})
    const {count} = await import('../src/report/amounts.ts')
    for (const {database, ranSchema, migrations, seeds} of rows)
      print(
        `${database} is new: master schema ${ranSchema ? 'run' : 'copied from its template'}, ${count(migrations, 'migration')} marked as applied, ${count(seeds, 'seed file')} run`,
      )
  }
}
