import type {Node} from 'libpg-query'
import {quoteIdent, quoteLiteral} from '../postgres/quote.ts'
import {loadParser} from '../schema/parse.ts'

/**
 * The statement in a form that can run twice, where there is one that follows from its kind alone; else as it is.
 * `pgplumb migrate verify` finds what is left.
 */
export async function idempotent(sql: string): Promise<string> {
  const text = sql.trim().replace(/;$/, '')
  const {parseSync, scanSync} = await loadParser()
  const [first, second] = parseSync(text).stmts ?? []
  const node = first?.stmt
  if (!node || second) return `${text};`
  const bytes = Buffer.from(text)
  const tokens = scanSync(text).tokens.filter(({tokenName}) => !tokenName.endsWith('_COMMENT'))
  const edits: {readonly at: number; readonly words: string}[] = []
  /** Writes words after the first of these keywords, unless they are there. */
  const after = (keyword: RegExp, words: string, from = 0): void => {
    const index = tokens.findIndex((token, i) => i >= from && keyword.test(token.text))
    const [token, next] = [tokens[index], tokens[index + 1]]
    if (token && !/^(if|or)$/i.test(next?.text ?? '')) edits.push({at: token.end, words: ` ${words}`})
  }
  if ('CreateStmt' in node) after(/^table$/i, 'IF NOT EXISTS')
  else if ('IndexStmt' in node && node.IndexStmt.idxname !== undefined)
    after(node.IndexStmt.concurrent ? /^concurrently$/i : /^index$/i, 'IF NOT EXISTS')
  else if ('CreateSchemaStmt' in node) after(/^schema$/i, 'IF NOT EXISTS')
  else if ('CreateSeqStmt' in node) after(/^sequence$/i, 'IF NOT EXISTS')
  else if ('CreateExtensionStmt' in node) after(/^extension$/i, 'IF NOT EXISTS')
  else if ('AlterEnumStmt' in node && node.AlterEnumStmt.oldVal === undefined) after(/^value$/i, 'IF NOT EXISTS')
  else if ('CreateFunctionStmt' in node || 'ViewStmt' in node) after(/^create$/i, 'OR REPLACE')
  else if ('DropStmt' in node && !node.DropStmt.missing_ok) {
    const last = node.DropStmt.concurrent ? /^concurrently$/i : DROPPED
    after(last, 'IF EXISTS')
  } else if ('AlterTableStmt' in node)
    for (const [index, token] of tokens.entries()) {
      const next = tokens[index + 1]?.text ?? ''
      if (/^add$/i.test(token.text) && /^column$/i.test(next)) after(/^column$/i, 'IF NOT EXISTS', index)
      if (/^drop$/i.test(token.text) && /^(column|constraint)$/i.test(next))
        after(/^(column|constraint)$/i, 'IF EXISTS', index)
    }
  let written = text
  for (const {at, words} of [...edits].reverse()) {
    const place = bytes.subarray(0, at).toString().length
    written = written.slice(0, place) + words + written.slice(place)
  }
  return guarded(node, written)
}

const DROPPED =
  /^(table|view|index|sequence|function|procedure|aggregate|routine|type|domain|schema|extension|policy|trigger|rule|publication|statistics|collation|server|cast|operator)$/i

/** What has no such word of its own: dropped before it is made, or made where it is not there. */
function guarded(node: Node, sql: string): string {
  if ('CreatePolicyStmt' in node) {
    const {policy_name = '', table} = node.CreatePolicyStmt
    return `DROP POLICY IF EXISTS ${quoteIdent(policy_name)} ON ${nameOf(table)};\n${sql};`
  }
  if ('CreateTrigStmt' in node) {
    const {trigname = '', relation} = node.CreateTrigStmt
    return `DROP TRIGGER IF EXISTS ${quoteIdent(trigname)} ON ${nameOf(relation)};\n${sql};`
  }
  const type =
    'CreateEnumStmt' in node
      ? listName(node.CreateEnumStmt.typeName)
      : 'CreateDomainStmt' in node
        ? listName(node.CreateDomainStmt.domainname)
        : 'CompositeTypeStmt' in node
          ? nameOf(node.CompositeTypeStmt.typevar)
          : null
  if (type !== null) return where(`to_regtype(${quoteLiteral(type)}) IS NULL`, sql)
  const added = addedTo(node)
  if (!added) return `${sql};`
  const table = `${quoteLiteral(added.table)}::regclass`
  return added.kind === 'constraint'
    ? where(
        `NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = ${table} AND conname = ${quoteLiteral(added.name)})`,
        sql,
      )
    : where(
        `EXISTS (SELECT FROM pg_attribute WHERE attrelid = ${table} AND attname = ${quoteLiteral(added.name)} AND attidentity = '')`,
        sql,
      )
}

const where = (condition: string, sql: string): string =>
  `DO ${tagFor(sql)}\nBEGIN\n  IF ${condition} THEN\n    ${sql.replaceAll('\n', '\n    ')};\n  END IF;\nEND\n${tagFor(sql)};`

const tagFor = (sql: string): string => {
  let tag = '$$'
  for (let n = 1; sql.includes(tag); n++) tag = `$do${n}$`
  return tag
}

type Added = {readonly kind: 'constraint' | 'identity'; readonly table: string; readonly name: string}

function addedTo(node: Node): Added | null {
  if (!('AlterTableStmt' in node)) return null
  const {cmds = [], relation} = node.AlterTableStmt
  const [command] = cmds
  if (cmds.length !== 1 || !command || !('AlterTableCmd' in command)) return null
  const {subtype, def, name} = command.AlterTableCmd
  const table = nameOf(relation)
  if (subtype === 'AT_AddIdentity' && name !== undefined) return {kind: 'identity', table, name}
  if (subtype !== 'AT_AddConstraint' || !def || !('Constraint' in def) || def.Constraint.conname === undefined)
    return null
  return {kind: 'constraint', table, name: def.Constraint.conname}
}

const nameOf = (relation: {readonly schemaname?: string; readonly relname?: string} | undefined): string =>
  [relation?.schemaname, relation?.relname].flatMap((part) => (part ? [quoteIdent(part)] : [])).join('.')

const listName = (list: readonly Node[] | undefined): string =>
  (list ?? []).flatMap((part) => ('String' in part && part.String.sval ? [quoteIdent(part.String.sval)] : [])).join('.')
