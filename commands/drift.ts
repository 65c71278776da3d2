import {Args, Flags} from '@oclif/core'
import type {Drift} from '../src/change.ts'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {comparisonOptions, filterFlags} from '../src/command/filter-flags.ts'
import {reportFlags} from '../src/command/flags.ts'
import {noteStale} from '../src/command/note-stale.ts'
import {print} from '../src/command/output.ts'
import {target, targets} from '../src/command/targets.ts'
import {count} from '../src/report/amounts.ts'
import type {Workspace} from '../src/workspace/workspace.ts'

export default class DriftCommand extends BaseCommand {
  static override group: Group = 'Check and repair'
  static override summary = 'Find what differs between two schemas'
  static override description =
    'Compares ACTUAL with EXPECTED: databases of the config, URLs, .sql files, pg_dump files, or folders of migrations.\nDefault: every database of the config against the master schema. Exits 1 if there is drift. A baseline says what is\nknown: write it with --update-baseline, keep it in git, and only what is new is drift.'
  static override examples = [
    '<%= config.bin %> drift',
    '<%= config.bin %> drift dev test',
    '<%= config.bin %> drift prod sql/migrations --format github',
    '<%= config.bin %> drift prod --baseline drift-known.json',
    '<%= config.bin %> drift dev --watch',
  ]
  static override args = {
    actual: Args.string({description: 'what is looked at'}),
    expected: Args.string({description: 'what it should be like; default: the master schema'}),
  }
  static override flags = {
    ...filterFlags,
    ...reportFlags,
    roles: Flags.boolean({description: 'compare the roles and memberships of the servers too'}),
    tenants: Flags.boolean({
      description: 'compare every tenant of ACTUAL with the template, as tenant drift does',
      exclusive: ['baseline', 'watch', 'schema', 'exclude', 'ignore', 'owners', 'roles', 'output'],
    }),
    baseline: Flags.string({description: 'differences that are known, and no drift', helpValue: 'FILE'}),
    'update-baseline': Flags.boolean({
      description: 'write what differs now to the baseline',
      dependsOn: ['baseline'],
    }),
    watch: Flags.boolean({
      description: 'look again when a file of the schema changes, and from time to time, until Ctrl-C',
      exclusive: ['output', 'update-baseline', 'json'],
    }),
    interval: Flags.integer({
      description: 'with --watch: seconds after which to look again; default: 5',
      dependsOn: ['watch'],
      min: 1,
    }),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(DriftCommand)
    if (flags.tenants) {
      const {showTenantDrift} = await import('../src/command/tenant-drift.ts')
      const workspace = await this.workspace(flags)
      const options = {privileges: flags.privileges, json: this.json}
      if (await showTenantDrift(workspace, target(workspace.project, args.actual), options)) this.found()
      return
    }
    const {drift} = await import('../src/workspace/drift.ts')
    const {showDrift} = await import('../src/command/show-drift.ts')
    const {readBaseline, withoutKnown, writeBaseline} = await import('../src/workspace/baseline.ts')
    const {baseline: file, roles} = flags
    const compare = async (workspace: Workspace): Promise<Drift[]> => {
      const baseline = file === undefined || flags['update-baseline'] ? null : await readBaseline(file)
      const actuals = args.actual === undefined ? targets(workspace.project, []) : [args.actual]
      const drifts = []
      for (const actual of actuals) {
        const found = await drift(workspace, actual, args.expected, {...comparisonOptions(flags), roles})
        drifts.push(baseline ? withoutKnown(found, baseline) : found)
      }
      return drifts
    }
    const show = (drifts: readonly Drift[], {project}: Workspace): Promise<void> => {
      noteStale(drifts, file)
      return showDrift(drifts, flags, {
        version: this.config.version,
        standIn: project.configFile ?? 'pgplumb.yaml',
      })
    }
    if (flags.watch) {
      const {watchLoop} = await import('../src/command/watch.ts')
      const open = () => this.workspace(flags)
      await watchLoop({open, look: compare, show, interval: flags.interval ?? 5, signal: this.signal})
      return this.stopped()
    }
    const workspace = await this.workspace(flags)
    const drifts = await compare(workspace)
    if (file !== undefined && flags['update-baseline']) {
      const known = await writeBaseline(file, drifts)
      return this.json
        ? show(drifts, workspace)
        : print(`${file}: ${count(known, 'difference is', 'differences are')} known`)
    }
    if (drifts.some(({drifted}) => drifted)) this.found()
    await show(drifts, workspace)
  }
}
