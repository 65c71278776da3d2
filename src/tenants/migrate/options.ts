import type {MigrationEvent, PendingOptions} from '../../migrations/index.ts'
import type {Registry} from '../registry.ts'
import type {Tenant} from '../tenant.ts'
import type {TenantOutcome} from './outcome.ts'
import type {Canary} from './stages.ts'

export type MigrateOptions = PendingOptions & {
  readonly registry: Registry
  readonly template: string
  /** Which tenants come first; the rest only if all of them went well. */
  readonly canary?: Canary
  /** Sessions that work at once. */
  readonly concurrency?: number
  /** After so many failures no further tenant is begun. */
  readonly maxFailures?: number
  /** Picks some of the tenants; the template then stays as it is. */
  readonly only?: (tenants: readonly Tenant[]) => readonly Tenant[]
  /** Milliseconds. */
  readonly lockTimeout?: number
  readonly toolVersion?: string
  readonly variables?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
  /** Of the files that run in the template. */
  readonly onEvent?: (event: MigrationEvent) => void
  /** How many tenants a stage has, as it begins. */
  readonly onStage?: (tenants: number, stage: 'canary' | 'all') => void
  readonly onTenant?: (outcome: TenantOutcome) => void
}
