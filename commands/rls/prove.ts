import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {failOnFlag, reportFlags} from '../../src/command/flags.ts'
import {target} from '../../src/command/targets.ts'

export default class RlsProveCommand extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'Prove that one tenant cannot reach the rows of another'
  static override description =
    "On a clone of the database, with rows of two tenants, the application's role tries what there is to try: through\ntables, partitions, views, functions and triggers, with each command, signed in as another, as nobody, and wrongly.\nEach leak comes with a psql script that shows it. Exits 1 if there is one. The database itself is only read."
  static override examples = [
    '<%= config.bin %> rls prove',
    '<%= config.bin %> rls prove dev --reproducers leaks',
    '<%= config.bin %> rls prove dev --format html --output isolation.html',
  ]
  static override args = {database: Args.string({description: 'a database of the config; default: the first'})}
  static override flags = {
    ...reportFlags,
    ...failOnFlag,
    reproducers: Flags.string({description: 'write a psql script for each leak into this folder', helpValue: 'FOLDER'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(RlsProveCommand)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, args.database)
    const {proveDatabase} = await import('../../src/workspace/prove-isolation.ts')
    const {atLeast} = await import('../../src/command/show-findings.ts')
    const {showProof, writeReproducers} = await import('../../src/command/show-proof.ts')
    const [proof] = await this.progress([
      {
        title: `prove the isolation of ${name}`,
        run: (update) => proveDatabase({...workspace, onProgress: update}, name),
      },
    ])
    if (!proof) return
    if (atLeast(proof.findings, flags['fail-on'] ?? workspace.project.rules.failOn)) this.found()
    const scripts = flags.reproducers === undefined ? [] : await writeReproducers(proof, flags.reproducers)
    await showProof(proof, flags, {version: this.config.version, project: workspace.project, scripts})
  }
}
