import type {Node} from '../parse.ts'

/** A piece of SQL: what it means (equal prints, equal meaning) and how it is written. */
export type Piece = {
  readonly print: string
  readonly text: string
  /** The key of the entry it stands in. */
  readonly from?: string | undefined
  /** Of a foreign table's or its column's OPTIONS: the list itself. */
  readonly options?: readonly Node[]
}

export type Column = {
  readonly name: string
  readonly type: Piece
  readonly collation: Piece | null
  readonly default: Piece | null
  /** `GENERATED ALWAYS AS (…) STORED`, whole. */
  readonly generated: Piece | null
  /** Null where the column may be null; a print of '' is an unnamed NOT NULL. */
  readonly notNull: Piece | null
  /** What else the column says: options of a foreign table's column, `NO INHERIT` … */
  readonly other: readonly Piece[]
}

export type Constraint = Piece & {
  readonly name: string
  readonly node: Node
  /** False of NOT VALID. */
  readonly valid: boolean
}

/** A table as its statements describe it, wherever each thing was written. */
export type Table = {
  readonly columns: ReadonlyMap<string, Column>
  readonly constraints: ReadonlyMap<string, Constraint>
  /** The rest under the name a person would give it: `partition by`, `storage parameters`, `column a storage` … */
  readonly properties: ReadonlyMap<string, Piece>
}
