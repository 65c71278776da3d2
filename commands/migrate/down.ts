import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {migrateFlags} from '../../src/command/migrate-flags.ts'
import {tellMigration} from '../../src/command/migration-events.ts'
import {print, printJson} from '../../src/command/output.ts'
import {placeholders} from '../../src/command/placeholders.ts'
import {protectedName} from '../../src/command/protected-name.ts'
import {target} from '../../src/command/targets.ts'

export default class MigrateDown extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Undo migrations by their .down.sql files'
  static override description =
    'The last one, or the last --steps, or all after --to. A file without a way back stops it before it begins.'
  static override examples = ['<%= config.bin %> migrate down dev', '<%= config.bin %> migrate down dev --to 003 --yes']
  static override args = {database: Args.string({description: 'a database of the config; default: the first'})}
  static override flags = {
    ...confirmFlags,
    ...migrateFlags,
    steps: Flags.integer({description: 'how many to undo', min: 1, exclusive: ['to'], helpValue: 'N'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MigrateDown)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, args.database)
    const which = flags.to === undefined ? {steps: flags.steps ?? 1} : {to: flags.to}
    await this.confirm(
      `Undo ${flags.to === undefined ? `the last ${flags.steps ?? 1}` : `all migrations after ${flags.to}`} in ${name}?`,
      flags,
      await protectedName(workspace, name),
    )
    const {migrateDown} = await import('../../src/workspace/migrate.ts')
    const [ran = []] = await this.progress([
      {
        title: `undo migrations in ${name}`,
        run: (update) =>
          migrateDown(workspace, name, {
            ...which,
            lockWait: flags['lock-wait'] * 1000,
            lockTimeout: flags['lock-timeout'],
            toolVersion: this.config.version,
            variables: placeholders(flags.placeholders),
            onEvent: (event) => tellMigration(event, update),
          }),
      },
    ])
    if (this.json)
      return printJson({
        database: name,
        undone: ran.map(({migration}) => ({version: migration.version, name: migration.name})),
      })
    print(
      ran.length
        ? ran.map(({migration}) => `${name}: undone ${migration.path}`).join('\n')
        : `${name}: nothing to undo`,
    )
  }
}
