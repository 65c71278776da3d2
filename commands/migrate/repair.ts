import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {print, printJson} from '../../src/command/output.ts'
import {target} from '../../src/command/targets.ts'

export default class MigrateRepair extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Make the history agree with the files, after a look'
  static override description =
    'Lists what differs; with --yes an edited file counts as applied as it is now, and a version without a file is forgotten.\nSchema and files are not touched.'
  static override examples = [
    '<%= config.bin %> migrate repair dev',
    '<%= config.bin %> migrate repair prod --yes --confirm prod',
  ]
  static override args = {database: Args.string({description: 'a database of the config; default: the first'})}
  static override flags = {
    ...confirmFlags,
    partial: Flags.option({options: ['accept', 'forget'] as const})({
      description: 'a file that is half applied was finished (accept) or undone (forget) by hand',
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MigrateRepair)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, args.database)
    const isProtected = workspace.project.databases.some((database) => database.name === name && database.protected)
    if (flags.yes && isProtected) await this.confirm(`Change the history of ${name}?`, flags, name)
    const {migrateRepair} = await import('../../src/workspace/migrate.ts')
    const faults = await migrateRepair(workspace, name, {
      write: flags.yes,
      toolVersion: this.config.version,
      ...(flags.partial ? {partial: flags.partial} : {}),
    })
    if (!flags.yes && faults.length) this.found()
    if (this.json)
      return printJson({
        database: name,
        repaired: flags.yes,
        faults: faults.map(({entry, remedy}) => ({
          version: entry.version,
          name: entry.name,
          state: entry.state,
          remedy,
        })),
      })
    if (!faults.length) return print(`${name}: the history agrees with the files`)
    const words = {
      accept: 'counts as applied as it is now',
      forget: 'leaves the history',
      none: 'is left: migrate goes on with it',
    }
    for (const {entry, remedy} of faults)
      print(`${name}: ${entry.version} ${entry.name} is ${entry.state}: ${flags.yes ? '' : '--yes: '}${words[remedy]}`)
  }
}
