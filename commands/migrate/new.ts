import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {print, printJson} from '../../src/command/output.ts'

export default class MigrateNew extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Write the next migration file'
  static override description = 'The next number, in the way of the folder, with a header for WHAT and WHY.'
  static override examples = [
    '<%= config.bin %> migrate new "add phone to users"',
    '<%= config.bin %> migrate new "split names" --down',
  ]
  static override args = {description: Args.string({description: 'what it does', required: true})}
  static override flags = {down: Flags.boolean({description: 'also write the file that undoes it'})}

  async run(): Promise<void> {
    const {flags, args} = await this.parse(MigrateNew)
    const workspace = await this.workspace(flags)
    const {migrateNew} = await import('../../src/workspace/migrate.ts')
    const files = migrateNew(workspace, args.description, {withDown: flags.down})
    if (this.json) return printJson({files})
    print(files.join('\n'))
  }
}
