import {Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../../src/command/base.ts'
import {migrateFlags} from '../../src/command/migrate-flags.ts'
import {note, print, printJson, themeFor} from '../../src/command/output.ts'
import {placeholders} from '../../src/command/placeholders.ts'
import {concurrencyFlag} from '../../src/command/tenant.ts'
import type {Problem} from '../../src/tenants/tenant.ts'

export default class FleetWork extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Work on the queue: on as many machines as you like'
  static override description =
    'Stays until Ctrl-C, which finishes what was begun; or with --until-done until nothing is left. A tenant that fails is named and does not stop the others; what fails for a lock or a lost connection is tried again, later and later. What a worker that died had begun is begun again. Exits 1 if a tenant failed here.'
  static override examples = [
    '<%= config.bin %> fleet work --until-done',
    '<%= config.bin %> fleet work --concurrency 16',
  ]
  static override flags = {
    ...concurrencyFlag,
    'until-done': Flags.boolean({description: 'end when nothing is left to do, also by other workers'}),
    'lock-timeout': migrateFlags['lock-timeout'],
    placeholders: migrateFlags.placeholders,
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(FleetWork)
    const workspace = await this.workspace(flags)
    const {fleetWork} = await import('../../src/workspace/fleet/work.ts')
    const started = performance.now()
    const failed: {shard: string; name: string; problem: Problem}[] = []
    let done = 0
    await this.progress([
      {
        title: 'work on the queue',
        run: (update) =>
          fleetWork(workspace, {
            concurrency: flags.concurrency,
            untilDone: flags['until-done'],
            lockTimeout: flags['lock-timeout'],
            toolVersion: this.config.version,
            variables: placeholders(flags.placeholders),
            onJob: ({shard, name}, {outcome, problem}) => {
              if (problem === null) done++
              else {
                failed.push({shard, name, problem})
                note(`${shard}: ${name}: ${problem.message}`)
              }
              update(`${done} done${failed.length ? `, ${failed.length} failed` : ''}: ${name} ${outcome}`)
            },
            onRetry: ({shard, name}, {message}) => note(`${shard}: ${name} is tried again later: ${message}`),
            onDeath: ({host, pid}) => note(`the worker ${pid} on ${host} died; what it had begun is begun again`),
          }),
      },
    ])
    if (failed.length > 0) this.found()
    if (workspace.signal?.aborted) this.stopped()
    if (this.json) return printJson({done, failed})
    const {renderWorked} = await import('../../src/report/fleet.ts')
    print(renderWorked({done, failed, milliseconds: performance.now() - started}, await themeFor(process.stdout)))
  }
}
