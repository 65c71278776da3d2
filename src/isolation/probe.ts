import type {State} from './states.ts'

/** The columns of the matrix. MERGE, COPY and ON CONFLICT count for what they do. */
export const CELLS = ['read', 'insert', 'update', 'delete', 'truncate', 'move', 'refer', 'unique'] as const
export type Cell = (typeof CELLS)[number]

/** What isolation is proven for. */
export type Subject = {readonly kind: string; readonly identity: string}

/** How an outcome is judged. `allowed` is what the state may see or change of its own. */
export type Judge =
  /** The query's value is a count. */
  | {readonly by: 'value'; readonly allowed: number}
  /** The rows that the statement says it changed. */
  | {readonly by: 'rows'; readonly allowed: number}
  /** What the administrator counts after it. */
  | {readonly by: 'after'; readonly allowed: number}
  /** What the administrator sees after it has to be this. */
  | {readonly by: 'same'; readonly expected: string | null}
  /** What the state sees has to be this: what it sees without B's rows. */
  | {readonly by: 'equal'; readonly expected: string | null}
  /** What the administrator sees after it, or after its failure, has to be nothing: it reached no other's schema. */
  | {readonly by: 'apart'}
  /** The statement must not succeed at all. */
  | {readonly by: 'refusal'}
  /** A foreign key or a trigger may refuse it; what the administrator counts after it has to be 0. */
  | {readonly by: 'reference'}
  /** This unique index must not answer. */
  | {readonly by: 'oracle'; readonly index: string}
  /** It must succeed: else the sign-in does not work, and nothing is proven. `least` is for counts. */
  | {readonly by: 'control'; readonly least: number}

export type Probe = {
  readonly subject: Subject
  readonly cell: Cell
  /** `UPDATE without WHERE`. */
  readonly command: string
  readonly role: string
  readonly state: State
  /** Another sign-in than the state's: that of a partition's own victim. */
  readonly signIn?: readonly string[]
  /** What the administrator does first, in the same subtransaction. */
  readonly before?: readonly string[]
  readonly sql: string
  /** Whether `sql` is a query of one value. */
  readonly returns?: boolean
  /** A query of one value, by the administrator, after it. */
  readonly after?: string
  /** What the administrator does before the subtransaction, so that it stays: then `after` is asked where `sql` failed, too. */
  readonly remember?: string
  /** The rows that COPY … FROM STDIN sends. */
  readonly copy?: string
  readonly judge: Judge
  /** Of a table: `schema.name`, as errors name it, and of its partitions. */
  readonly tables?: readonly string[]
  /** The columns that say whose a row is. */
  readonly whose?: readonly string[]
  /** What the administrator does first in a second try, where the first was stopped by the state's own rows. */
  readonly clear?: string
  /** Likewise, where it was stopped by row security that may be another table's, which a trigger writes to. */
  readonly asleep?: string
  /** Likewise, where it was stopped by a foreign key, after a trigger that may have changed the owner. */
  readonly unbound?: string
}

/** What a probe came to: an error, or what it saw and did. */
export type Outcome = {
  readonly value: string | null
  readonly rows: number | null
  readonly after: string | null
  /** An SQLSTATE; null: it succeeded. */
  readonly state: string | null
  readonly message: string | null
  /** The server's C function that refused; null where it was not asked for. */
  readonly routine: string | null
  /** `schema.table` of the constraint that refused. */
  readonly relation: string | null
  readonly constraint: string | null
  readonly column: string | null
  readonly step: string
  /** Whether it may have written something: false is sure. */
  readonly wrote: boolean
}
