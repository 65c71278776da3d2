import {BaseCommand, type Group} from '../src/command/base.ts'
import {print, printJson, themeFor, widthOf} from '../src/command/output.ts'

export default class Doctor extends BaseCommand {
  static override group: Group = 'More'
  static override summary = 'Tell what pgplumb finds on this machine'
  static override description =
    'Node.js, binaries, disk, config, servers, permissions, extensions, clocks, and which pg_dump reads which server, and why;\neach thing to mend with its cure. Exits 1 if a database does not answer or something cannot work.'
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json']

  async run(): Promise<void> {
    const {flags} = await this.parse(Doctor)
    const {loadProject} = await import('../src/project/load.ts')
    const project = await loadProject({cwd: process.cwd(), configPath: flags.config, env: process.env, required: false})
    const {doctor} = await import('../src/workspace/doctor.ts')
    const workspace = {project: {...project, pgDump: flags['pg-dump'] ?? project.pgDump}, env: process.env}
    const found = await doctor(workspace, process.version)
    const facts = {
      version: this.config.version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      ...found,
    }
    const isBad = found.advice.some(({severity}) => severity === 'error')
    if (isBad || found.databases.some(({problem}) => problem)) this.found()
    if (this.json) return printJson(facts)
    const {renderDiagnosis} = await import('../src/report/diagnosis.ts')
    print(renderDiagnosis(facts, {theme: await themeFor(process.stdout), width: widthOf(process.stdout)}))
  }
}
