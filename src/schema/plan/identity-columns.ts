import {child, childrenOf, text} from '../canonical.ts'
import type {Difference} from '../difference.ts'
import {keyOf} from '../entry.ts'
import {parse} from '../parse.ts'

export type IdentityColumn = {
  /** The key of its sequence. */
  readonly key: string
  /** `GENERATED ALWAYS AS IDENTITY (…)`. */
  readonly clause: string
}

/** Identity sequences that are new, under `key of the table\ncolumn`: a new column must be born with its identity. */
export function identityColumns(differences: readonly Difference[]): Map<string, IdentityColumn> {
  const found = new Map<string, IdentityColumn>()
  for (const {key, expected} of differences) {
    const [entry] = expected
    if (entry?.type !== 'SEQUENCE') continue
    const [statement] = parse(entry.text)
    if (statement?.kind !== 'AlterTableStmt') continue
    const relation = child(statement.node, 'relation') ?? {}
    const [command] = childrenOf(statement.node, 'cmds', 'AlterTableCmd')
    const clause = /\bADD (GENERATED (?:ALWAYS|BY DEFAULT) AS IDENTITY .*)$/s.exec(statement.text)?.[1]
    const table = keyOf({
      type: 'TABLE',
      schema: text(relation, 'schemaname') ?? null,
      tag: text(relation, 'relname') ?? '',
    })
    const column = command && text(command, 'name')
    if (clause && column !== undefined) found.set(`${table}\n${column}`, {key, clause})
  }
  return found
}
