import type {Node} from 'libpg-query'
import type {Statement as ScriptStatement} from '../../postgres/script/statement.ts'
import type {Effect} from './effects.ts'
import type {Model} from './model/model.ts'
import type {Table} from './model/table.ts'

export type LintStatement = {
  readonly script: ScriptStatement
  /** Null where the parser cannot read it. */
  readonly node: Node | null
  readonly kind: string
  readonly index: number
  /** Which transaction it runs in; statements of one number take effect together. */
  readonly segment: number
  /** Null: it runs outside of one. `own`: the file's BEGIN began it. */
  readonly transaction: 'runner' | 'own' | null
  /** The locks it takes, with what was known of the tables before it ran. Filled in when it is looked at. */
  effects: readonly Effect[]
  /** The indexes it drops, as they were. Filled in with the effects. */
  drops: readonly {
    readonly name: string
    readonly key: string
    readonly table: string
    readonly columns: readonly (string | null)[]
  }[]
  /** Null, or what the parser said. */
  readonly syntaxError: string | null
}

/** What the project and the database say, as far as rules need it. */
export type Surroundings = {
  /** The column that says whose a row is, of `isolation`. */
  readonly tenantColumn: string | null
  readonly tenantSetting: string | null
  /** As `isolation.except` has them: tables that every tenant shares. */
  readonly sharedTables: readonly string[]
  /** Of a database that was asked: as in server_version_num. */
  readonly serverVersion: number | null
  /** INVALID indexes that it has. */
  readonly invalidIndexes: readonly {readonly index: string; readonly table: string}[]
  /** How many schemas a tenant's migration runs in; null where nobody was asked. */
  readonly tenants: number | null
}

export const NOTHING_KNOWN: Surroundings = {
  tenantColumn: null,
  tenantSetting: null,
  sharedTables: [],
  serverVersion: null,
  invalidIndexes: [],
  tenants: null,
}

/** The file that is looked at, and what is known at the statement that is looked at. */
export type Context = {
  readonly path: string
  /** Whether it runs once for every tenant. */
  readonly forTenants: boolean
  readonly statements: readonly LintStatement[]
  readonly model: Model
  readonly surroundings: Surroundings
}

/** Whether somebody uses the table, so that a lock on it is noticed. What nothing is known of is used. */
export const isUsed = (table: Table | undefined): boolean =>
  table === undefined || (table.age === 'existing' && !table.temporary)

export const usedEffects = (statement: LintStatement): Effect[] => statement.effects.filter(({table}) => isUsed(table))
