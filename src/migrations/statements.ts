import type {Node} from 'libpg-query'
import {readScript} from '../postgres/script/read.ts'
import type {Statement as ScriptStatement} from '../postgres/script/statement.ts'
import {loadParser} from '../schema/parse.ts'
import {checksum} from './checksum.ts'
import type {SourceFile} from './files.ts'

export type Statement = {
  readonly script: ScriptStatement
  /** Null where the parser cannot read it: the server has the last word. */
  readonly node: Node | null
}

/** psql variables, as `psql -v` sets them. */
export type Variables = Readonly<Record<string, string>>

/**
 * The statements of a file, parsed.
 * @throws Failure of `readScript`, with the place
 */
export function readStatements(source: SourceFile, variables: Variables = {}): Promise<readonly Statement[]> {
  const byVariables = known.get(source) ?? new Map<string, Promise<readonly Statement[]>>()
  known.set(source, byVariables)
  const key = JSON.stringify(variables)
  const statements = byVariables.get(key) ?? parseFile(source, variables)
  byVariables.set(key, statements)
  return statements
}

/** A file that runs in a thousand schemas is parsed once. */
const known = new WeakMap<SourceFile, Map<string, Promise<readonly Statement[]>>>()

async function parseFile(source: SourceFile, variables: Variables): Promise<readonly Statement[]> {
  const statements = [...readScript(source.text, {file: source.path, variables})]
  if (statements.length === 0) return []
  const {parseSync} = await loadParser()
  const parse = (sql: string): Node | null => {
    try {
      return parseSync(sql).stmts?.[0]?.stmt ?? null
    } catch {
      // The server may know more than the parser; if not, its error has the place.
      return null
    }
  }
  return statements.map((script) => ({script, node: parse(script.text)}))
}

/** Of the first `count` statements: tells whether what is in effect is still what the file says. */
export const doneChecksum = (statements: readonly Statement[], count: number): Promise<string> =>
  checksum(
    statements
      .slice(0, count)
      .map(({script}) => (script.kind === 'copy' ? `${script.text};\n${script.data}\\.` : `${script.text};`))
      .join('\n'),
  )
