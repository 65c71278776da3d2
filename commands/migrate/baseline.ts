import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'

export default class MigrateBaseline extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Mark migrations as applied without running them'
  static override description =
    'For a database that has their effects already: up to --to; else those that the history of dbmate, node-pg-migrate, Flyway,\nPrisma, Supabase, golang-migrate, Rails or graphile-migrate has, which is read and never changed; else all.'
  static override examples = ['<%= config.bin %> migrate baseline prod --to 004']
  static override args = {database: Args.string({description: 'a database of the config; default: the first'})}
  static override flags = {
    to: Flags.string({description: 'the last version it has', helpValue: 'VERSION'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MigrateBaseline)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, args.database)
    const {migrateBaseline} = await import('../../src/workspace/migrate.ts')
    const {marked, adopted, table} = await migrateBaseline(workspace, name, {
      toolVersion: this.config.version,
      ...(flags.to === undefined ? {} : {to: flags.to}),
    })
    const history = `${table.schema}.${table.table}`
    if (this.json)
      return printJson({database: name, history, adopted, marked: marked.map(({version, name}) => ({version, name}))})
    if (adopted) print(`${name}: ${adopted.table} is ${adopted.tool}'s; from now on the history is in ${history}`)
    for (const version of adopted?.unmatched ?? [])
      print(`${name}: ${adopted?.tool} has ${version}, for which there is no file`)
    print(
      marked.length
        ? marked.map(({path}) => `${name}: marked as applied: ${path}`).join('\n')
        : `${name}: nothing to mark`,
    )
  }
}
