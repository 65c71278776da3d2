/**
 * What pgplumb does, for programs: `import {loadProject, drift, plan} from 'pgplumb'`. Nothing here prints, asks or exits;
 * what cannot be done throws a Failure.
 */
export type {Change, Drift, SourceName} from './change.ts'
export {Failure, type FailureOptions, type Place} from './failure.ts'
export {type Finding, type Severity, summarize} from './finding.ts'
export type {Action} from './maintenance/action.ts'
export type {Planned} from './maintenance/preview.ts'
export {type Hazard, type HazardCode, isDestructive, type Lock, type Plan, type ProofRows, type Step} from './plan.ts'
export type {Address} from './postgres/address.ts'
export {resolveDatabase} from './project/databases.ts'
export {type LoadOptions, loadProject} from './project/load.ts'
export type {Database, DatabaseEntry, Project} from './project/project.ts'
export {type Application, prepareApply, runApply} from './workspace/apply.ts'
export {createBackup} from './workspace/backup/create.ts'
export {type Backup, listBackups} from './workspace/backup/manifest.ts'
export {type Restored, restoreBackup} from './workspace/backup/restore.ts'
export {type Verified, verifyBackup} from './workspace/backup/verify.ts'
export {type KnownChange, readBaseline, withoutKnown, writeBaseline} from './workspace/baseline.ts'
export {type Check, type CheckResult, checks} from './workspace/check.ts'
export {type DriftOptions, drift} from './workspace/drift.ts'
export {dump} from './workspace/dump.ts'
export {fleetCreate} from './workspace/fleet/create.ts'
export {fleetDrift} from './workspace/fleet/drift.ts'
export {fleetMaintain} from './workspace/fleet/maintain.ts'
export {fleetMigrate} from './workspace/fleet/migrate.ts'
export {fleetCancel, fleetStatus} from './workspace/fleet/status.ts'
export {fleetWork} from './workspace/fleet/work.ts'
export {inspect} from './workspace/inspect.ts'
export {countExpired, maintain, previewMaintenance} from './workspace/maintain.ts'
export {migrateBaseline, migrateDown, migrateNew, migrateUp, migrationsStatus} from './workspace/migrate.ts'
export {
  type MigrateLintOptions,
  type MigrationLint,
  migrateLint,
  migrateLintFix,
} from './workspace/migrate-lint.ts'
export {type PlanOptions, plan} from './workspace/plan.ts'
export {type IsolationProof, proveDatabase} from './workspace/prove-isolation.ts'
export {type RehearsalReport, ROWS as REHEARSED_ROWS, rehearse, type TenantRehearsal} from './workspace/rehearse.ts'
export {type Overview, overview} from './workspace/report.ts'
export {type Reset, type ResetOptions, reset, resettable} from './workspace/reset.ts'
export {lint, rlsCheck} from './workspace/rules.ts'
export {seed} from './workspace/seed.ts'
export {type DatabaseStatus, status} from './workspace/status.ts'
export {tenantAccess, tenantGrant} from './workspace/tenant-access.ts'
export {applyTenants, type TenantApplication} from './workspace/tenant-apply.ts'
export {tenantPlan} from './workspace/tenant-comparison.ts'
export {tenantBackup, tenantClone, tenantDrop, tenantMove, tenantRestore} from './workspace/tenant-copies.ts'
export {tenantMigrate, tenantPending} from './workspace/tenant-migrate.ts'
export {planTenants, type TenantPlan, type TenantPlans} from './workspace/tenant-plan.ts'
export {
  tenantCheck,
  tenantCreate,
  tenantDrift,
  tenantList,
  tenantRename,
  tenantStatistics,
} from './workspace/tenants.ts'
export {type Validation, validate} from './workspace/validate.ts'
export {validateDeep} from './workspace/validate-deep.ts'
export {verifyMigrations} from './workspace/verify.ts'
export type {Workspace} from './workspace/workspace.ts'
