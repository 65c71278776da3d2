import type {AlterTableCmd, ColumnDef, Constraint, RangeVar} from 'libpg-query'
import type {Finding, Severity} from '../../finding.ts'
import type {Context, LintStatement} from './context.ts'
import type {LockMode} from './lock-mode.ts'
import type {Table} from './model/table.ts'
import type {Body, Kind} from './tree.ts'

export const GROUPS = ['locks', 'transactions', 'data', 'reruns', 'tenants', 'design'] as const
export type RuleGroup = (typeof GROUPS)[number]

/** A change of the file's text. Offsets are those of the statement's text. */
export type Edit = {readonly from: number; readonly to: number; readonly text: string}

/** What `--fix` changes; nothing where it finds that it cannot. */
export type Fix = () => readonly Edit[]

/** What a rule found; the rest of the finding is the same for all that it finds. */
export type Found = {
  readonly message: string
  /** The parser's location within the statement, in bytes; absent: where the statement begins. */
  readonly at?: number | undefined
  /** The statement it is about, where that is not the one that was looked at. */
  readonly statement?: LintStatement
  /** What waits or breaks, and whose size counts. */
  readonly table?: Table | undefined
  readonly object?: Finding['object']
  /** Instead of the rule's own. */
  readonly cure?: string
  readonly severity?: Severity
  /** The safe form. */
  readonly sql?: string
  readonly fix?: Fix | null
}

export type Check =
  | {
      readonly on: 'statement'
      readonly kind: Kind
      readonly check: (body: never, statement: LintStatement, context: Context) => Iterable<Found>
    }
  | {readonly on: 'every'; readonly check: (statement: LintStatement, context: Context) => Iterable<Found>}
  | {
      readonly on: 'command'
      readonly subtype: string
      readonly check: (command: Command, context: Context) => Iterable<Found>
    }
  | {readonly on: 'column'; readonly check: (column: AddedColumn, context: Context) => Iterable<Found>}
  | {readonly on: 'constraint'; readonly check: (constraint: AddedConstraint, context: Context) => Iterable<Found>}
  | {readonly on: 'file'; readonly check: (context: Context) => Iterable<Found>}

/** One command of an ALTER TABLE. */
export type Command = {
  readonly command: AlterTableCmd
  readonly range: RangeVar
  readonly table: Table | undefined
  readonly statement: LintStatement
}

/** A column of a CREATE TABLE or an ADD COLUMN. */
export type AddedColumn = {
  readonly def: ColumnDef
  readonly range: RangeVar
  /** Undefined for a table that is being made. */
  readonly table: Table | undefined
  readonly creates: boolean
  readonly statement: LintStatement
}

/** A constraint of its own, or a column's. */
export type AddedConstraint = Omit<AddedColumn, 'def'> & {
  readonly constraint: Constraint
  /** The column that it was written at. */
  readonly column: ColumnDef | null
}

/** One rule: a record, in a file of its name. */
export type LintRule = {
  readonly name: string
  readonly group: RuleGroup
  readonly severity: Severity
  /** Looked at only where the config names it or says `extends: all`. */
  readonly optional?: true
  /** Harmless on a small table. */
  readonly scales?: true
  /** What it finds, in a line. */
  readonly what: string
  readonly why: string
  readonly cure: string
  /** Files that break it and that do not; they run on the tables of the tests' fixture. */
  readonly unsafe: string
  readonly safe: string
  /** What the first unsafe statement does, as the tests see it done. */
  readonly claim?: {readonly table: string; readonly lock: LockMode; readonly rewrites?: true; readonly scans?: true}
  readonly checks: readonly Check[]
}

export const onStatement = <K extends Kind>(
  kind: K,
  check: (body: Body<K>, statement: LintStatement, context: Context) => Iterable<Found>,
): Check => ({on: 'statement', kind, check})

export const onEvery = (check: (statement: LintStatement, context: Context) => Iterable<Found>): Check => ({
  on: 'every',
  check,
})

export const onCommand = (subtype: string, check: (command: Command, context: Context) => Iterable<Found>): Check => ({
  on: 'command',
  subtype,
  check,
})

export const onColumn = (check: (column: AddedColumn, context: Context) => Iterable<Found>): Check => ({
  on: 'column',
  check,
})

export const onConstraint = (check: (constraint: AddedConstraint, context: Context) => Iterable<Found>): Check => ({
  on: 'constraint',
  check,
})

export const onFile = (check: (context: Context) => Iterable<Found>): Check => ({on: 'file', check})
