import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {target} from '../../src/command/targets.ts'

export default class MigrateRehearse extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Run pending migrations on a clone, and see what they do'
  static override description =
    'Per statement: the locks it takes, what it rewrites and reads, how long it takes, how much it writes; then which tables\nthat means in the database itself, and who would wait. Nothing is changed there. Exits 1 if a migration fails.'
  static override examples = [
    '<%= config.bin %> migrate rehearse',
    '<%= config.bin %> migrate rehearse prod --rows 1000',
  ]
  static override args = {database: Args.string({description: 'a database of the config; default: the first'})}
  static override flags = {
    rows: Flags.integer({
      description: 'rows of each table to copy at most; default: 10000, and none of a protected database',
      min: 0,
      helpValue: 'ROWS',
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MigrateRehearse)
    const workspace = await this.workspace(flags)
    const {rehearse} = await import('../../src/workspace/rehearse.ts')
    const {rehearsalJson, renderRehearsal} = await import('../../src/report/rehearsal.ts')
    const {print, printJson, themeFor, widthOf} = await import('../../src/command/output.ts')
    const name = target(workspace.project, args.database)
    const report = await rehearse(workspace, name, {
      signal: this.signal,
      ...(flags.rows === undefined ? {} : {rows: flags.rows}),
    })
    if (report.failure) this.found()
    if (this.json) return printJson(rehearsalJson(report))
    print(renderRehearsal(report, {theme: await themeFor(process.stdout), width: widthOf(process.stdout)}))
  }
}
