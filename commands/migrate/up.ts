import Migrate from './index.ts'

export default class MigrateUp extends Migrate {
  static override summary = 'The same as: migrate'
  static override examples = ['<%= config.bin %> migrate up']
}
