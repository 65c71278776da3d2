import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {confirmFlags} from '../src/command/flags.ts'
import {print, printExact, printJson} from '../src/command/output.ts'
import {planFlags, planningOptions} from '../src/command/plan-flags.ts'
import {databasesArg, targets} from '../src/command/targets.ts'
import {Failure} from '../src/failure.ts'

export default class Apply extends BaseCommand {
  static override group: Group = 'Every day'
  static override summary = 'Bring databases to the master schema'
  static override description =
    'An empty database gets the master schema in one transaction. Any other gets a plan, which is proven on a clone and then\nrun. Steps that lose data are only run with --allow-destructive.'
  static override examples = [
    '<%= config.bin %> apply',
    '<%= config.bin %> apply dev --dry-run',
    '<%= config.bin %> apply --test-only',
    '<%= config.bin %> apply prod --tenants --dry-run',
  ]
  static override args = databasesArg
  static override strict = false
  static override flags = {
    ...confirmFlags,
    'dev-only': Flags.boolean({description: 'the same as: apply dev', exclusive: ['test-only']}),
    'test-only': Flags.boolean({description: 'the same as: apply test'}),
    tenants: Flags.boolean({description: 'bring the tenants to the template instead', exclusive: ['rename']}),
    'dry-run': Flags.boolean({description: 'print what would be done'}),
    'allow-destructive': Flags.boolean({description: 'run steps that lose data too'}),
    ...planFlags,
  }

  async run(): Promise<void> {
    const {flags, argv} = await this.parse(Apply)
    const workspace = await this.workspace(flags)
    const only = flags['dev-only'] ? ['dev'] : flags['test-only'] ? ['test'] : []
    if (only.length && argv.length)
      throw new Failure('usage', `--${only}-only is for ${only} alone, but ${argv.join(', ')} is named too`, {
        hint: 'name the databases, or use the flag',
      })
    if (flags.tenants) {
      if (argv.length > 1) throw new Failure('usage', '--tenants is for one database', {hint: 'name one'})
      const {applyTenantPlans} = await import('../src/command/tenant-plans.ts')
      const good = await applyTenantPlans(workspace, targets(workspace.project, [...argv, ...only])[0] ?? '', {
        ...planningOptions(flags),
        json: this.json,
        dryRun: flags['dry-run'],
        allowDestructive: flags['allow-destructive'],
        confirm: (question, protectedName) => this.confirm(question, flags, protectedName),
        progress: (tasks) => this.progress(tasks),
      })
      if (!good) this.found()
      return
    }
    const {checkApply, prepareApply, runApply} = await import('../src/workspace/apply.ts')
    const {applicationJson, renderApplication} = await import('../src/report/application.ts')
    const results = []
    for (const name of targets(workspace.project, [...argv, ...only])) {
      const application = await prepareApply(workspace, name, planningOptions(flags))
      const {steps} = application.does === 'alter' ? application.plan : {steps: []}
      results.push(applicationJson(name, application))
      if (flags['dry-run'] || application.does === 'nothing') {
        if (!this.json) printExact(renderApplication(name, application, {dryRun: flags['dry-run']}))
        continue
      }
      const allowDestructive = flags['allow-destructive']
      checkApply(application, {allowDestructive})
      const {isDestructive} = await import('../src/plan.ts')
      const {protected: isProtected} = application.opened.database
      if (isProtected)
        await this.confirm(`Change the protected database ${name}?`, flags, application.opened.address.database)
      else if (steps.some(isDestructive))
        await this.confirm(
          `${steps.filter(isDestructive).length} of ${steps.length} steps lose data in ${name}. Run them?`,
          flags,
        )
      await this.progress([
        {
          title: `apply the master schema to ${name}`,
          run: (update) =>
            runApply({...workspace, onProgress: update}, application, {
              allowDestructive,
              onStep: (step, index) => update(`${index + 1}/${steps.length} ${step.kind} ${step.identity}`),
            }),
        },
      ])
      if (!this.json) print(renderApplication(name, application, {dryRun: false}))
    }
    if (this.json) printJson({databases: results})
  }
}
