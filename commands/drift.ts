import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {comparisonOptions, filterFlags} from '../src/command/filter-flags.ts'
import {reportFlags} from '../src/command/flags.ts'
import {note} from '../src/command/output.ts'
import {targets} from '../src/command/targets.ts'

export default class DriftCommand extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'Find what differs between two schemas'
  static override description =
    'Compares ACTUAL with EXPECTED: databases of the config, URLs, .sql files, pg_dump files, or folders of migrations.\nDefault: every database of the config against the master schema. Exits 1 if there is drift.'
  static override examples = [
    '<%= config.bin %> drift',
    '<%= config.bin %> drift dev test',
    '<%= config.bin %> drift prod sql/migrations --format github',
  ]
  static override args = {
    actual: Args.string({description: 'what is looked at'}),
    expected: Args.string({description: 'what it should be like; default: the master schema'}),
  }
  static override flags = {
    ...filterFlags,
    ...reportFlags,
    roles: Flags.boolean({description: 'compare the roles and memberships of the servers too'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(DriftCommand)
    const workspace = await this.workspace(flags)
    const {drift} = await import('../src/workspace/drift.ts')
    const {showDrift} = await import('../src/command/show-drift.ts')
    const actuals = args.actual === undefined ? targets(workspace.project, []) : [args.actual]
    const drifts = []
    for (const actual of actuals)
      drifts.push(await drift(workspace, actual, args.expected, {...comparisonOptions(flags), roles: flags.roles}))
    if (drifts.some(({drifted}) => drifted)) this.found()
    for (const {object, reason} of drifts.flatMap(({unusedIgnores = []}) => unusedIgnores))
      note(`drift.ignore: nothing of ${object} differs any more (${reason})`)
    await showDrift(drifts, flags, {
      version: this.config.version,
      standIn: workspace.project.configFile ?? 'pgplumb.yaml',
    })
  }
}
