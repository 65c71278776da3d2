import {Args, Flags} from '@oclif/core'
import {BaseCommand, type Group} from '../src/command/base.ts'
import {completionScript, SHELLS, type Shell} from '../src/command/completion-scripts.ts'
import {printExact, printJson} from '../src/command/output.ts'

export default class Completion extends BaseCommand {
  static override group: Group = 'More'
  static override summary = 'Print what makes a shell complete commands, flags and the names of databases'
  static override description =
    'For bash, zsh, fish and PowerShell. The first line of what it prints says where it goes.'
  static override examples = [
    'source <(<%= config.bin %> completion bash)',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/<%= config.bin %>.fish',
  ]
  static override args = {
    shell: Args.string({description: `${SHELLS.join(', ')}; default: that of $SHELL`, options: [...SHELLS]}),
  }
  static override strict = false
  static override flags = {
    complete: Flags.boolean({description: 'what the last word after -- may become', hidden: true}),
  }

  async run(): Promise<void> {
    // What is to be completed may look like anything: `--` keeps it from being read as ours.
    const end = this.argv.indexOf('--')
    if (this.argv[0] === '--complete' && end === 1) return this.completions(this.argv.slice(end + 1))
    const {args} = await this.parse(Completion)
    const shell = SHELLS.find((name) => name === args.shell) ?? shellOf(process.env.SHELL ?? '')
    const script = completionScript(shell, this.config.bin)
    if (this.json) return printJson({shell, script})
    printExact(script.trimEnd())
  }

  private async completions(words: readonly string[]): Promise<void> {
    const {complete} = await import('../src/command/complete.ts')
    const commands = this.config.commands.map(({id, args, flags}) => ({
      id,
      args: Object.keys(args),
      flags: Object.values(flags)
        .filter(({hidden}) => !hidden)
        .map((flag) => ({
          name: flag.name,
          takesValue: flag.type === 'option',
          options: flag.type === 'option' && Array.isArray(flag.options) ? flag.options : [],
        })),
    }))
    const found = await complete(commands, words, databaseNames)
    if (found.length > 0) printExact(found.join('\n'))
  }
}

/** None where there is no project: a completion never fails. */
async function databaseNames(): Promise<readonly string[]> {
  try {
    const {loadProject} = await import('../src/project/load.ts')
    const {databases} = await loadProject({cwd: process.cwd(), env: process.env})
    return databases.map(({name}) => name)
  } catch {
    return []
  }
}

const shellOf = (path: string): Shell => SHELLS.find((name) => path.endsWith(name)) ?? 'bash'
