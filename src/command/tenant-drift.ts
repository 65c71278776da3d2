import type {Workspace} from '../workspace/workspace.ts'
import {print, printJson, themeFor, widthOf} from './output.ts'

/** `tenant drift`, and `drift --tenants`. Returns whether any tenant differs. */
export async function showTenantDrift(
  workspace: Workspace,
  database: string,
  {privileges, json}: {readonly privileges: boolean; readonly json: boolean},
): Promise<boolean> {
  const {tenantDrift} = await import('../workspace/tenants.ts')
  const {renderTenantDrift, tenantDriftJson} = await import('../report/tenant-drift.ts')
  const found = await tenantDrift(workspace, database, {privileges})
  if (json) printJson({database, ...tenantDriftJson(found)})
  else
    print(renderTenantDrift(found, database, {theme: await themeFor(process.stdout), width: widthOf(process.stdout)}))
  return found.groups.length > 0 || found.absent.length > 0
}
