import {Command, Flags} from '@oclif/core'
import type {ProgressTask} from '../report/progress.ts'
import type {Workspace} from '../workspace/workspace.ts'
import {wantsDebug, wantsJson} from './argv.ts'
import type {Named} from './confirm.ts'
import {Interruption} from './interruption.ts'

/** Under which heading `pgplumb --help` lists a command, in this order. */
export const GROUPS = ['Every day', 'Check and repair', 'Migrations and tenants', 'Maintenance', 'More'] as const
export type Group = (typeof GROUPS)[number]

/**
 * What all commands share. A run ends with exit code 0 (true, or done), 1 (it ran, and found something: `found()`) or
 * 2 (it could not run: throw a Failure). Only what every command needs is imported here: start-up time is a feature.
 */
export abstract class BaseCommand extends Command {
  static group: Group = 'More'

  static override baseFlags = {
    json: Flags.boolean({description: 'print one JSON object and nothing else', helpGroup: 'GLOBAL'}),
    config: Flags.string({description: 'the configuration file', helpValue: 'FILE', helpGroup: 'GLOBAL'}),
    'pg-dump': Flags.string({
      description: 'the pg_dump to use; default: see doctor',
      helpValue: 'PATH',
      helpGroup: 'GLOBAL',
    }),
    debug: Flags.boolean({description: 'show stack traces', helpGroup: 'GLOBAL'}),
  }

  #interruption: Interruption | null = null

  /** Aborted by the first Ctrl-C or SIGTERM. A command that never asks for it is ended by them as usual. */
  protected get signal(): AbortSignal {
    this.#interruption ??= new Interruption()
    return this.#interruption.signal
  }

  /** Whether stdout is for one JSON object: then nothing else is printed and nobody is asked. */
  protected get json(): boolean {
    return wantsJson(this.argv)
  }

  /** It ran, and found something. */
  protected found(): void {
    process.exitCode = 1
  }

  /** A signal ended it early, and what was done is told: the exit code says so. */
  protected stopped(): void {
    process.exitCode = this.#interruption?.exitCode ?? 130
  }

  /** `pgplumb drift`, as typed. */
  protected get commandLine(): string {
    return `${this.config.bin} ${(this.id ?? '').replaceAll(':', ' ')}`.trim()
  }

  /**
   * Asks before something is destroyed; see `confirmFlags`. `names` is the name of a protected database, or all that has to be named.
   * @throws Failure `needs_confirmation`, with the command line that needs no answer
   */
  protected async confirm(
    question: string,
    flags: {readonly yes: boolean; readonly confirm?: string | readonly string[] | undefined},
    names: string | readonly Named[] = [],
  ): Promise<void> {
    const {confirm, confirmed} = await import('./confirm.ts')
    const {shellCommand} = await import('../shell.ts')
    const all = typeof names === 'string' ? [{name: names, why: 'is protected'}] : names
    await confirm(question, {
      yes: flags.yes,
      names: all,
      given: [flags.confirm ?? []].flat(),
      repeat: shellCommand([...this.commandLine.split(' '), ...confirmed(this.argv, all)]),
      interactive: process.stdin.isTTY === true && process.stderr.isTTY === true && !this.json,
      input: process.stdin,
      output: process.stderr,
    })
  }

  /** Runs tasks and shows how far they are, on stderr. They are to end when `this.signal` is aborted. */
  protected async progress<T>(
    tasks: readonly ProgressTask<T>[],
    options: {readonly concurrency?: number} = {},
  ): Promise<T[]> {
    const {showProgress} = await import('./show-progress.ts')
    return showProgress(tasks, {...options, quiet: this.json, signal: this.signal})
  }

  /** The user's project. `update` is told what takes noticeably long. */
  protected async workspace(
    flags: {readonly config?: string | undefined; readonly 'pg-dump'?: string | undefined},
    update?: (text: string) => void,
  ): Promise<Workspace> {
    const {loadProject} = await import('../project/load.ts')
    const {note} = await import('./output.ts')
    const loaded = await loadProject({cwd: process.cwd(), configPath: flags.config, env: process.env, warn: note})
    const project = {...loaded, pgDump: flags['pg-dump'] ?? loaded.pgDump}
    return {project, env: process.env, signal: this.signal, ...(update ? {onProgress: update} : {})}
  }

  protected override async catch(error: Error): Promise<void> {
    // `this.exit()` is not an error.
    if ('code' in error && error.code === 'EEXIT') throw error
    const {asFailure, orSubcommand} = await import('./as-failure.ts')
    const {endInFailure} = await import('./end-in-failure.ts')
    const failure = orSubcommand(asFailure(error, this.commandLine), this.commandLine, this.argv, this.#subcommands())
    const how = {commandLine: this.commandLine, json: this.json, debug: wantsDebug(this.argv)}
    await endInFailure(failure, how, this.#interruption?.exitCode)
  }

  #subcommands(): string[] {
    const topic = `${this.id}:`
    return this.config.commandIDs.filter((id) => id.startsWith(topic)).map((id) => id.slice(topic.length))
  }

  protected override async finally(): Promise<void> {
    this.#interruption?.end()
  }
}
