import {BaseCommand, type Group} from '../../src/command/base.ts'
import {reportFlags} from '../../src/command/flags.ts'
import {showFindings} from '../../src/command/show-findings.ts'
import {target} from '../../src/command/targets.ts'
import {tenantFlags} from '../../src/command/tenant.ts'

export default class TenantCheck extends BaseCommand {
  static override group: Group = 'Migrations and tenants'
  static override summary = 'Where the registry and the schemas disagree'
  static override description =
    'Rows without a schema, schemas without a row, two tenants in one schema. Exits 1 if anything is found.'
  static override examples = ['<%= config.bin %> tenant check', '<%= config.bin %> tenant check --format github']
  static override flags = {...tenantFlags, ...reportFlags}

  async run(): Promise<void> {
    const {flags} = await this.parse(TenantCheck)
    const workspace = await this.workspace(flags)
    const name = target(workspace.project, flags.database)
    const {tenantCheck} = await import('../../src/workspace/tenants.ts')
    const findings = await tenantCheck(workspace, name)
    if (findings.length) this.found()
    await showFindings(findings, flags, {
      version: this.config.version,
      standIn: workspace.project.configFile ?? 'pgplumb.yaml',
      clean: `${name}: every tenant has its schema, and every such schema its tenant`,
    })
  }
}
