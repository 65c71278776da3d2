import type {Severity} from '../../finding.ts'

/** Something that doctor would have otherwise, and what mends it. */
export type Advice = {
  readonly check:
    | 'node'
    | 'binaries'
    | 'disk'
    | 'config'
    | 'version'
    | 'permission'
    | 'extension'
    | 'clock'
    | 'settings'
  readonly severity: Severity
  /** A database of the config; null: the machine or the project. */
  readonly database: string | null
  readonly message: string
  readonly cure: string
}
