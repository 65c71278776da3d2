import {idempotent} from '../migrations/idempotent.ts'
import {loadParser, parse, type Statement} from '../schema/parse.ts'

/** A dump's statements in a form that can run twice: where the kind has no such form, what is there goes first. */
export async function idempotentScript(sql: string): Promise<string> {
  await loadParser()
  const lines: string[] = []
  for (const statement of parse(sql)) lines.push(`${dropsFirst(statement)}${await idempotent(statement.text)}`)
  return `${lines.join('\n\n')}\n`
}

const DROPPED =
  /^CREATE (?:OR REPLACE )?(?:CONSTRAINT )?(TRIGGER|POLICY|RULE) ("(?:[^"]|"")+"|\w+) [\s\S]*?\bON ((?:"(?:[^"]|"")+"|[\w.])+)/i
const CONSTRAINT = /^ALTER TABLE (?:ONLY )?(\S+)\s+ADD CONSTRAINT ("(?:[^"]|"")+"|\w+)/i
const TYPE = /^CREATE (TYPE|DOMAIN) /i

function dropsFirst({text}: Statement): string {
  const bare = text.replace(/^(?:\s*--.*\n)+/, '').trim()
  const [, kind, name, table] = DROPPED.exec(bare) ?? []
  if (kind && name && table) return `DROP ${kind.toUpperCase()} IF EXISTS ${name} ON ${table};\n`
  const [, owner, constraint] = CONSTRAINT.exec(bare) ?? []
  if (owner && constraint) return `ALTER TABLE ${owner} DROP CONSTRAINT IF EXISTS ${constraint};\n`
  return TYPE.test(bare)
    ? '-- No IF NOT EXISTS for types: on a database that has it, see pgplumb migrate baseline.\n'
    : ''
}
