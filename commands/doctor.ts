import {Command} from '@oclif/core'
export default class Doctor extends Command {
  static override description = 'x'
  async run() {
    this.log('hi')
  }
}
