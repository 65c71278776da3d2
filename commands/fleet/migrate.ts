import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {confirmFlags} from '../../src/command/flags.ts'
import {maxFailuresFlag, protectedShards, showQueued} from '../../src/command/fleet.ts'
import {migrateFlags} from '../../src/command/migrate-flags.ts'
import {tellMigration} from '../../src/command/migration-events.ts'
import {placeholders} from '../../src/command/placeholders.ts'

const {'lock-wait': _, ...runFlags} = migrateFlags

export default class FleetMigrate extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Queue what is pending in tenants, of all shards'
  static override description =
    'The template of each shard first, here and now; then a job for each tenant that is behind, the --canary ones before the others. fleet work does them. Where a run goes on already, tenants join it; what is done is not done again.'
  static override examples = [
    '<%= config.bin %> fleet migrate',
    '<%= config.bin %> fleet migrate --canary 1,10% --max-failures 5',
    '<%= config.bin %> fleet migrate --to 007 --yes --confirm crm_1,crm_2',
  ]
  static override flags = {
    ...confirmFlags,
    ...runFlags,
    ...maxFailuresFlag,
    canary: Flags.string({
      description: 'how many tenants come first, and have to go well: a number, a percentage, or several in turn',
      default: '1',
      helpValue: '1,10%',
    }),
    'allow-out-of-order': Flags.boolean({description: 'run files whose number is lower than one in effect'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(FleetMigrate)
    const workspace = await this.workspace(flags)
    const {parseCanary} = await import('../../src/tenants/migrate/stages.ts')
    const canary = parseCanary(flags.canary)
    const asked = await protectedShards(workspace)
    if (asked !== undefined) await this.confirm('Run migrations in the tenants of all shards?', flags, asked)
    const {fleetMigrate} = await import('../../src/workspace/fleet/migrate.ts')
    const [queued] = await this.progress([
      {
        title: 'migrate templates, queue tenants',
        run: (update) =>
          fleetMigrate(workspace, {
            ...(flags.to === undefined ? {} : {to: flags.to}),
            outOfOrder: flags['allow-out-of-order'],
            canary,
            maxFailures: flags['max-failures'],
            lockTimeout: flags['lock-timeout'],
            toolVersion: this.config.version,
            variables: placeholders(flags.placeholders),
            onShard: update,
            onEvent: (event) => tellMigration(event, update),
          }),
      },
    ])
    if (queued) await showQueued(queued, 'to migrate', this.json)
  }
}
