import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {deliver, printJson} from '../src/command/output.ts'
import {databasesArg} from '../src/command/targets.ts'

export default class Report extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'One page about the databases, for an artifact or a mail'
  static override description =
    'Drift, migrations, findings, row security, maintenance and growth, as HTML that needs nothing else: no network, no other\nfiles. What cannot be looked at says why.'
  static override examples = ['<%= config.bin %> report prod --output report.html', '<%= config.bin %> report --json']
  static override args = databasesArg
  static override strict = false
  static override flags = {
    output: Flags.string({description: 'the file to write', default: 'report.html', helpValue: 'FILE'}),
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Report)
    const workspace = await this.workspace(flags)
    const {overview} = await import('../src/workspace/report.ts')
    const names = argv.length ? argv.map(String) : workspace.project.databases.map(({name}) => name)
    const databases = await this.progress(
      names.map((name) => ({title: `look at ${name}`, run: () => overview(workspace, name)})),
    )
    if (this.json) return printJson({databases})
    const {overviewPage} = await import('../src/report/overview/page.ts')
    await deliver(overviewPage(databases, {version: this.config.version, at: new Date()}), flags.output)
    const {note} = await import('../src/command/output.ts')
    note(`wrote ${flags.output}`)
  }
}
