import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {note, print, printJson} from '../../src/command/output.ts'

export default class MigrateNew extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Write the next migration file'
  static override description = 'The next number, in the way of the folder, with a header for WHAT and WHY.'
  static override examples = [
    '<%= config.bin %> migrate new "add phone to users"',
    '<%= config.bin %> migrate new "split names" --down',
    '<%= config.bin %> migrate new "add phone to users" --from-drift',
  ]
  static override args = {description: Args.string({description: 'what it does', required: true})}
  static override flags = {
    down: Flags.boolean({description: 'also write the file that undoes it'}),
    'from-drift': Flags.boolean({
      description: 'fill both with the proven plan from the migrations to the edited master schema, and back',
      exclusive: ['down'],
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MigrateNew)
    const workspace = await this.workspace(flags)
    if (flags['from-drift']) {
      const {newFromDrift} = await import('../../src/workspace/new-from-drift.ts')
      const [written] = await this.progress([
        {
          title: 'plan the migration',
          run: (update) => newFromDrift({...workspace, onProgress: update}, args.description),
        },
      ])
      if (this.json) return printJson(written)
      print(written?.files.join('\n') ?? '')
      if (written?.noDown) note(`no down file: ${written.noDown}`)
      return note('say why in its header; pgplumb migrate verify proves it')
    }
    const {migrateNew} = await import('../../src/workspace/migrate.ts')
    const files = migrateNew(workspace, args.description, {withDown: flags.down})
    if (this.json) return printJson({files})
    print(files.join('\n'))
  }
}
