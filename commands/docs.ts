import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {deliver, print, printJson} from '../src/command/output.ts'

export default class Docs extends BaseCommand {
  static override group: Group = 'More'
  static override summary = 'Write a data dictionary: tables, keys, policies, and a diagram of each module'
  static override description =
    'One HTML page that needs no network, or Markdown. Modules are the files of the master schema, or schemas, or tables\nthat belong together.'
  static override examples = [
    '<%= config.bin %> docs --output docs/schema.html',
    '<%= config.bin %> docs dev --format markdown > docs/schema.md',
    '<%= config.bin %> docs prod --schema public --schema billing --output schema.html',
  ]
  static override args = {
    source: Args.string({description: 'a database, URL, file or folder; default: the master schema'}),
  }
  static override flags = {
    format: Flags.option({options: ['html', 'markdown'] as const, default: 'html' as const})({
      description: 'html or markdown',
      helpValue: 'FORMAT',
    }),
    output: Flags.string({description: 'write it to this file; default for html: schema.html', helpValue: 'FILE'}),
    schema: Flags.string({description: 'only this schema; may be given again', multiple: true, helpValue: 'NAME'}),
    title: Flags.string({description: 'what it is called; default: the name of the folder', helpValue: 'TEXT'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(Docs)
    const workspace = await this.workspace(flags)
    const {dictionaryOf} = await import('../src/workspace/dictionary.ts')
    const [found] = await this.progress([
      {title: 'read the schema', run: () => dictionaryOf(workspace, args.source, flags.schema ?? null)},
    ])
    if (!found) return
    if (this.json) return printJson(found)
    const {basename} = await import('node:path')
    const {relations, routines} = found.dictionary
    const page = {
      title: flags.title ?? basename(workspace.project.root),
      lead: `${relations.length} tables and views, ${routines.length} functions of ${found.source.name}; ${this.config.bin} ${this.config.version}`,
      dictionary: found.dictionary,
      modules: found.modules,
    }
    if (flags.format === 'markdown') {
      const {renderMarkdown} = await import('../src/report/dictionary/markdown.ts')
      return deliver(renderMarkdown(page).trimEnd(), flags.output)
    }
    const {renderDictionary} = await import('../src/report/dictionary/html.ts')
    const output = flags.output ?? 'schema.html'
    await deliver(await renderDictionary(page), output)
    print(`${output}: ${relations.length} tables and views in ${found.modules.length} modules`)
  }
}
