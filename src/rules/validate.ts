import {type Node, parseSync, type SelectStmt} from 'libpg-query'
import {parserLoaded} from './policies/parse.ts'
import {badRule, type SqlRule} from './rule.ts'

const COLUMNS = ['object_kind', 'object_identity', 'message', 'cure_sql', 'key']

/**
 * Whether a rule is what it has to be, before any server is asked: one SELECT that only reads, with a rule's columns.
 * The server makes sure of it again, in a read-only transaction.
 * @throws Failure `bad_rule`
 */
export async function validateRule(rule: SqlRule): Promise<void> {
  await parserLoaded()
  const statements = parsed(rule)
  if (statements.length !== 1) throw badRule(rule.file, `it has ${statements.length} statements, not one`)
  const select = selectOf(statements[0])
  if (!select) throw badRule(rule.file, 'it is not a SELECT')
  const writing = writes(select)
  if (writing) throw badRule(rule.file, `it may only read, and has ${writing}`)
  const names = columnsOf(select)
  const absent = names === null ? [] : COLUMNS.filter((name) => !names.includes(name))
  if (absent.length > 0) throw badRule(rule.file, `the query has no column ${absent.join(', ')}`)
}

function parsed(rule: SqlRule): readonly (Node | undefined)[] {
  try {
    return (parseSync(rule.sql).stmts ?? []).map(({stmt}) => stmt)
  } catch (error) {
    throw badRule(rule.file, error instanceof Error ? error.message : String(error), error)
  }
}

const selectOf = (node: Node | undefined): SelectStmt | null =>
  node !== undefined && 'SelectStmt' in node ? node.SelectStmt : null

const WRITING: Readonly<Record<string, string>> = {
  InsertStmt: 'an INSERT',
  UpdateStmt: 'an UPDATE',
  DeleteStmt: 'a DELETE',
  MergeStmt: 'a MERGE',
  intoClause: 'SELECT … INTO',
  lockingClause: 'FOR UPDATE or its like',
}

/** What in the tree would write or lock, in words. */
function writes(tree: unknown): string | null {
  if (typeof tree !== 'object' || tree === null) return null
  for (const [key, inner] of Object.entries(tree)) {
    const found = WRITING[key] ?? writes(inner)
    if (found) return found
  }
  return null
}

/** The names of a SELECT's columns, those of its first branch for a UNION; null where a `*` hides them. */
function columnsOf(select: SelectStmt): (string | undefined)[] | null {
  if (select.larg) return columnsOf(select.larg)
  const names: (string | undefined)[] = []
  for (const target of select.targetList ?? []) {
    if (!('ResTarget' in target)) return null
    const {name, val} = target.ResTarget
    if (val && 'ColumnRef' in val) {
      const last = val.ColumnRef.fields?.at(-1)
      if (last && 'A_Star' in last) return null
      names.push(name ?? (last && 'String' in last ? last.String.sval : undefined))
    } else names.push(name)
  }
  return names
}
