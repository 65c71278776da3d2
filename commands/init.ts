import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {print, printJson} from '../src/command/output.ts'
import {CI_HOSTS} from '../src/init/ci.ts'

export default class Init extends BaseCommand {
  static override group: Group = 'More'
  static override summary = 'Make a project of this folder'
  static override description =
    'From nothing, from a database (its schema, what isolates its tenants, what expires in it), or from a project of dbmate,\nPrisma, Supabase, node-pg-migrate, Flyway, golang-migrate or graphile-migrate. Files that are there stay as they are, and\nno database is changed. On a terminal it asks what no flag says.'
  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init --from DATABASE_URL',
    '<%= config.bin %> init --yes --server docker --hooks --ci github',
  ]
  static override flags = {
    from: Flags.string({
      description: 'a database whose schema becomes the master schema: its URL, or the variable that holds it',
      helpValue: 'URL',
    }),
    server: Flags.option({options: ['embedded', 'docker'] as const})({
      description: 'what runs dev and test; default: embedded',
      helpValue: 'KIND',
    }),
    port: Flags.integer({description: 'the port of dev; default: 5433', min: 1, max: 65_535}),
    hooks: Flags.boolean({description: 'validate SQL files before each commit'}),
    ci: Flags.option({options: CI_HOSTS})({description: 'a pipeline: github or gitlab', helpValue: 'HOST'}),
    yes: Flags.boolean({description: 'ask nothing'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Init)
    const root = process.cwd()
    const {loadProject} = await import('../src/project/load.ts')
    const {configIn, init, urlFrom} = await import('../src/workspace/init.ts')
    const {renderInit} = await import('../src/report/init.ts')
    const project = await loadProject({cwd: root, configPath: flags.config, env: process.env, required: false})
    const signal = this.signal
    const silent = flags.yes || this.json || configIn(root) !== null || !process.stdin.isTTY || !process.stderr.isTTY
    const asked = silent ? flags : await (await import('../src/command/ask-init.ts')).askInit(root, flags)
    const source = asked.from === undefined ? null : urlFrom(asked.from, process.env)
    const made = await init(
      {project: {...project, pgDump: flags['pg-dump'] ?? project.pgDump}, env: process.env, signal},
      {
        root,
        from: source?.url ?? null,
        urlVariable: source?.variable ?? 'DATABASE_URL',
        server: asked.server ?? 'embedded',
        port: flags.port ?? 5433,
      },
    )
    const {equip} = await import('../src/init/equip.ts')
    const steps = await equip(root, {hooks: asked.hooks, ci: asked.ci ?? null})
    const result = {...made, files: [...made.files, ...steps.files], tell: steps.tell}
    if (made.problem !== null) this.found()
    if (this.json) return printJson(result)
    print(renderInit(result, this.config.bin))
  }
}
