import type {Node} from 'libpg-query'
import type {Type} from './type.ts'

export type Column = {
  readonly name: string
  readonly type: Type
  readonly notNull: boolean
  readonly hasDefault: boolean
}

export const CONSTRAINT_KINDS = ['check', 'foreign key', 'primary key', 'unique', 'exclude', 'not null'] as const
export type ConstraintKind = (typeof CONSTRAINT_KINDS)[number]

export type Constraint = {
  readonly name: string
  readonly kind: ConstraintKind
  readonly columns: readonly string[]
  readonly valid: boolean
  readonly references: {readonly table: string; readonly columns: readonly string[]} | null
  /** Of a CHECK; null where only the database knows it. */
  readonly expression: Node | null
  /** Of a CHECK: the columns of which it says `IS NOT NULL`. */
  readonly provesNotNull: readonly string[]
}

export type Index = {
  readonly name: string
  /** Null stands for an expression. */
  readonly columns: readonly (string | null)[]
  readonly unique: boolean
  readonly valid: boolean
  readonly partial: boolean
}

/**
 * - `file`: made by the file that is looked at; `pending`: by one that will run together with it.
 * - `existing`: used by somebody, who notices.
 */
export type Age = 'file' | 'pending' | 'existing'

export type Size = {readonly rows: number; readonly bytes: number}

export type Table = {
  readonly schema: string
  readonly name: string
  age: Age
  kind: 'table' | 'partitioned table' | 'view' | 'materialized view' | 'foreign table'
  /** Whether it was seen being made, so that what is not in it does not exist. */
  known: boolean
  temporary: boolean
  readonly columns: Map<string, Column>
  constraints: Constraint[]
  indexes: Index[]
  rowSecurity: boolean
  policies: string[]
  /** The table that this is a partition of. */
  parent: string | null
  commented: boolean
  /** As the database has it; null where none was asked. */
  size: Size | null
}

export const newTable = (schema: string, name: string, age: Age): Table => ({
  schema,
  name,
  age,
  kind: 'table',
  known: false,
  temporary: false,
  columns: new Map(),
  constraints: [],
  indexes: [],
  rowSecurity: false,
  policies: [],
  parent: null,
  commented: false,
  size: null,
})
