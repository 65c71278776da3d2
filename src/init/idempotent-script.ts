import {idempotent} from '../migrations/idempotent.ts'
import {loadParser, parse, type Statement} from '../schema/parse.ts'

/** A dump's statements in a form that can run twice: where the kind has no such form, a block that passes over what is there. */
export async function idempotentScript(sql: string): Promise<string> {
  await loadParser()
  const lines: string[] = []
  for (const statement of parse(sql)) lines.push(await twice(statement))
  return `${lines.join('\n\n')}\n`
}

const NAME = String.raw`("(?:[^"]|"")+"|\w+)`
const DROPPED = new RegExp(
  String.raw`^CREATE (?:CONSTRAINT )?(TRIGGER|POLICY|RULE) ${NAME} [\s\S]*?\b(?:ON|TO) ((?:"(?:[^"]|"")+"|[\w.])+)`,
  'i',
)

/** Statements that say "IF NOT EXISTS" or "OR REPLACE", or that change nothing when they run again. */
const REPEATABLE = new Set([
  'CreateStmt',
  'IndexStmt',
  'CreateSchemaStmt',
  'CreateSeqStmt',
  'CreateExtensionStmt',
  'CreateFunctionStmt',
  'ViewStmt',
  'CommentStmt',
  'GrantStmt',
  'AlterDefaultPrivilegesStmt',
  'AlterOwnerStmt',
  'AlterSeqStmt',
  'VariableSetStmt',
  'SelectStmt',
  'RefreshMatViewStmt',
])

// What the server says where it is there already; 42P16: a second primary key; 42809: a partition that is attached.
const THERE = [
  'duplicate_object',
  'duplicate_table',
  'duplicate_function',
  'object_not_in_prerequisite_state',
  'invalid_table_definition',
  'wrong_object_type',
]

async function twice({kind, text}: Statement): Promise<string> {
  const bare = text.replace(/^(?:\s*--.*\n)+/, '').trim()
  const [, object, name, table] = DROPPED.exec(bare) ?? []
  if (object && name && table) return `DROP ${object.toUpperCase()} IF EXISTS ${name} ON ${table};\n${bare};`
  if (REPEATABLE.has(kind) || /^ALTER TABLE [^;]*(?:ROW LEVEL SECURITY|SET |REPLICA )/i.test(bare))
    return idempotent(bare)
  if (/^CREATE MATERIALIZED VIEW (?!IF)/i.test(bare)) return `${bare.replace(/VIEW /i, 'VIEW IF NOT EXISTS ')};`
  return `DO $there$\nBEGIN\n    ${bare};\nEXCEPTION\n    WHEN ${THERE.join(' OR ')} THEN NULL;\nEND;\n$there$;`
}
