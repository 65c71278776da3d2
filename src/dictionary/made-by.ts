import {readFile} from 'node:fs/promises'
import type {Node, RangeVar} from 'libpg-query'

/** Which of the files makes which table, view or function, by name. What cannot be parsed makes nothing: `validate` says so. */
export async function madeBy(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (files.length === 0) return new Map()
  const {loadModule, parseSync} = await import('libpg-query')
  await loadModule()
  const parse = (text: string): readonly (Node | undefined)[] => {
    try {
      return (parseSync(text).stmts ?? []).map(({stmt}) => stmt)
    } catch {
      return []
    }
  }
  const made = new Map<string, string>()
  for (const file of files)
    for (const node of parse(await readFile(file, 'utf8'))) {
      const name = node && nameOf(node)
      if (name) made.set(name, file)
    }
  return made
}

function nameOf(node: Node): string | null {
  if ('CreateStmt' in node) return qualified(node.CreateStmt.relation)
  if ('ViewStmt' in node) return qualified(node.ViewStmt.view)
  if ('CreateTableAsStmt' in node) return qualified(node.CreateTableAsStmt.into?.rel)
  if ('CreateFunctionStmt' in node) {
    const parts = (node.CreateFunctionStmt.funcname ?? []).map((part) => ('String' in part ? part.String.sval : ''))
    return parts.length > 1 ? parts.join('.') : `public.${parts[0]}`
  }
  return null
}

const qualified = (range: RangeVar | undefined): string | null =>
  range?.relname ? `${range.schemaname ?? 'public'}.${range.relname}` : null
