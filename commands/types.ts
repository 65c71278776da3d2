import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {deliver, note, print, printJson} from '../src/command/output.ts'

export default class Types extends BaseCommand {
  static override group: Group = 'More'
  static override summary = 'Write TypeScript types of tables, views, functions and enums'
  static override description =
    "As node-postgres returns values; `Database['public']['Tables']['users']['Row']`, with Insert and Update beside Row."
  static override examples = [
    '<%= config.bin %> types --output src/database.ts',
    '<%= config.bin %> types prod --schema public --dates string',
    '<%= config.bin %> types --check --output src/database.ts',
  ]
  static override args = {
    source: Args.string({description: 'a database, URL, file or folder; default: the master schema'}),
  }
  static override flags = {
    output: Flags.string({description: 'write it to this file instead of stdout', helpValue: 'FILE'}),
    check: Flags.boolean({description: 'write nothing; exit 1 if the file is not current', dependsOn: ['output']}),
    schema: Flags.string({description: 'only this schema; may be given again', multiple: true, helpValue: 'NAME'}),
    dates: Flags.option({options: ['Date', 'string'] as const, default: 'Date' as const})({
      description: 'what a timestamp or a date is',
      helpValue: 'TYPE',
    }),
    bigint: Flags.option({options: ['string', 'number', 'bigint'] as const, default: 'string' as const})({
      description: 'what a bigint is',
      helpValue: 'TYPE',
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(Types)
    const workspace = await this.workspace(flags)
    const {dictionaryOf} = await import('../src/workspace/dictionary.ts')
    const {countTypes, renderTypes} = await import('../src/report/dictionary/typescript.ts')
    const {dictionary} = await dictionaryOf(workspace, args.source, flags.schema ?? null)
    const text = renderTypes(dictionary, {dates: flags.dates, bigints: flags.bigint})
    const {output} = flags
    if (flags.check && output !== undefined) {
      const {readFile} = await import('node:fs/promises')
      const current = (await readFile(output, 'utf8').catch(() => '')) === text
      if (!current) this.found()
      if (this.json) return printJson({output, current})
      return print(
        current ? `${output} is current` : `${output} is not current: ${this.config.bin} types --output ${output}`,
      )
    }
    if (output === undefined && this.json) return printJson({types: text})
    await deliver(text.trimEnd(), output)
    if (output === undefined) return
    if (this.json) return printJson({output})
    note(`${output}: ${countTypes(dictionary)}`)
  }
}
