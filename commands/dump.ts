import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {print, printExact, printJson} from '../src/command/output.ts'
import {target} from '../src/command/targets.ts'

export default class Dump extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'Print a schema as SQL, the same text for the same schema'
  static override description =
    'For a snapshot in git: no versions, no owners, no settings that differ from dump to dump.'
  static override examples = [
    '<%= config.bin %> dump dev > schema.snapshot.sql',
    '<%= config.bin %> dump sql/migrations',
    '<%= config.bin %> migrate dev && <%= config.bin %> dump dev --master',
  ]
  static override args = {
    source: Args.string({description: 'a database, URL, file or folder; default: the first database'}),
  }
  static override flags = {
    output: Flags.string({description: 'write it to this file', helpValue: 'FILE'}),
    master: Flags.boolean({
      description: 'write it over the master schema, as after migrate on a dev database',
      exclusive: ['output'],
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(Dump)
    const workspace = await this.workspace(flags)
    if (flags.master) {
      const {dumpMaster} = await import('../src/workspace/dump.ts')
      const file = await dumpMaster(workspace, target(workspace.project, args.source))
      return this.json ? printJson({output: file}) : print(file)
    }
    const {dump} = await import('../src/workspace/dump.ts')
    const sql = await dump(workspace, target(workspace.project, args.source))
    if (flags.output !== undefined) {
      const {writeFile} = await import('node:fs/promises')
      await writeFile(flags.output, sql)
    }
    if (this.json) return printJson({sql, output: flags.output ?? null})
    if (flags.output === undefined) printExact(sql.trimEnd())
  }
}
