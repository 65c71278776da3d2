import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {deliver, note, print, printJson} from '../src/command/output.ts'
import type {Dictionary} from '../src/dictionary/dictionary.ts'
import {Failure} from '../src/failure.ts'
import type {TypeOptions} from '../src/report/dictionary/typescript-type.ts'

export default class Types extends BaseCommand {
  static override group: Group = 'More'
  static override summary = 'Write TypeScript types of tables, views, functions and enums'
  static override description =
    "As node-postgres returns values. One type, `Database['public']['Tables']['users']['Row']`, with Insert and Update beside\nRow; or a folder with a module per table, in which keys are branded, as @databases/pg-typed reads them."
  static override examples = [
    '<%= config.bin %> types --output src/database.ts',
    '<%= config.bin %> types prod --schema public --dates string',
    '<%= config.bin %> types --check --output src/database.ts',
    '<%= config.bin %> types --form modules --output src/database',
  ]
  static override args = {
    source: Args.string({description: 'a database, URL, file or folder; default: the master schema'}),
  }
  static override flags = {
    output: Flags.string({
      description: 'write it to this file instead of stdout, the modules to this folder',
      helpValue: 'FILE',
    }),
    check: Flags.boolean({description: 'write nothing; exit 1 if what is there is not current', dependsOn: ['output']}),
    form: Flags.option({options: ['database', 'modules'] as const, default: 'database' as const})({
      description: 'database: one type; modules: one for each table, without functions',
      helpValue: 'FORM',
    }),
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
    const {dictionary} = await dictionaryOf(workspace, args.source, flags.schema ?? null)
    const options = {dates: flags.dates, bigints: flags.bigint}
    return flags.form === 'modules'
      ? this.modules(dictionary, options, flags.output, flags.check)
      : this.database(dictionary, options, flags.output, flags.check)
  }

  private async database(dictionary: Dictionary, options: TypeOptions, output: string | undefined, check: boolean) {
    const {countTypes, renderTypes} = await import('../src/report/dictionary/typescript.ts')
    const text = renderTypes(dictionary, options)
    if (check && output !== undefined) {
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

  private async modules(dictionary: Dictionary, options: TypeOptions, output: string | undefined, check: boolean) {
    const {MARK, renderModules} = await import('../src/report/dictionary/typescript-modules.ts')
    const {files, leftOut} = renderModules(dictionary, options)
    const again = `${this.config.bin} types --form modules --output ${output ?? 'FOLDER'}`
    if (output === undefined) {
      if (this.json) return printJson({files, leftOut})
      throw new Failure('usage', 'modules are written to a folder, and none is named', {hint: again})
    }
    const {outdated, writeFolder} = await import('../src/types/folder.ts')
    const changed = await (check ? outdated : writeFolder)(output, files, MARK)
    if (check && changed.length > 0) this.found()
    if (this.json)
      return printJson(check ? {output, current: changed.length === 0, changed, leftOut} : {output, changed, leftOut})
    if (leftOut.length > 0) note(`without ${leftOut.join(', ')}: no module can have such a name, or such a column`)
    if (!check) return note(`${output}: ${files.length} files, ${changed.length} of them changed`)
    print(changed.length === 0 ? `${output} is current` : `${output} is not current (${changed.join(', ')}): ${again}`)
  }
}
