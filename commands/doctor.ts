import {BaseCommand} from '../src/command/base.ts'
import {print, printJson} from '../src/command/output.ts'
import {renderPairs} from '../src/report/table.ts'

export default class Doctor extends BaseCommand {
  static override summary = 'Tell what pgplumb finds on this machine'
  static override description = 'Shows the versions that matter when something does not work.'
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json']

  async run(): Promise<void> {
    await this.parse(Doctor)
    const facts = {
      version: this.config.version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    }
    if (this.json) printJson(facts)
    else
      print(
        renderPairs([
          ['pgplumb', facts.version],
          ['Node.js', facts.node],
          ['platform', facts.platform],
        ]),
      )
  }
}
