import type {Entry} from '../entry.ts'

export const isTable = (entry: Entry | undefined): boolean => entry?.type === 'TABLE' || entry?.type === 'FOREIGN TABLE'

/** Objects that hold rows, or other objects: never dropped only because what they depend on is. */
export const KEPT: ReadonlySet<string> = new Set(['TABLE', 'FOREIGN TABLE', 'SCHEMA', 'EXTENSION', 'SEQUENCE'])

/** Types that PostgreSQL itself brings along when a column changes. */
export const REBUILT: Readonly<Record<'gone' | 'retyped' | 'widened' | 'dropped', ReadonlySet<string>>> = {
  gone: new Set(),
  dropped: new Set(),
  retyped: new Set(['INDEX', 'CONSTRAINT', 'STATISTICS']),
  widened: new Set(['INDEX', 'CONSTRAINT', 'FK CONSTRAINT', 'STATISTICS']),
}

/** Types whose loss loses rows, or all that they hold. */
export const HOLDS_ROWS: ReadonlySet<string> = new Set(['TABLE', 'SEQUENCE', 'SCHEMA'])

/** What columns are made of: made again under a table that stays by renaming the old one first. */
export const RENAMED: ReadonlySet<string> = new Set(['TYPE', 'DOMAIN', 'COLLATION'])
