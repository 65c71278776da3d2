import {parsePath, type Rename} from './rename.ts'

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|[eE]?'(?:[^']|'')*'|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|"(?:[^"]|"")*"|[\p{L}_][\p{L}\w$]*|[^\s\w]/gu
const SAYS = /^(?:--|\/\*)\s*pgplumb:\s*renamed\s+from\s+(.+?)\s*(?:\*\/)?$/i

type Token = {readonly text: string; readonly at: number; readonly depth: number}

/**
 * Renames that the SQL of a schema says in comments, `-- pgplumb: renamed from mail`: behind what has the new name, on
 * the same line, or on a line of its own before it.
 */
export function renameComments(sql: string): Rename[] {
  if (!/pgplumb:\s*renamed/i.test(sql)) return []
  const tokens: Token[] = []
  const said: {readonly from: string[]; readonly before: number; readonly behind: boolean}[] = []
  let depth = 0
  for (const {0: text, index: at} of sql.matchAll(TOKEN)) {
    if (text.startsWith('--') || text.startsWith('/*')) {
      const from = SAYS.exec(text)?.[1]
      const line = sql.slice(sql.lastIndexOf('\n', at) + 1, at)
      if (from)
        said.push({from: parsePath(from.replace(/[,;]$/, '')), before: tokens.length, behind: line.trim() !== ''})
      continue
    }
    if (text === ')') depth--
    tokens.push({text, at, depth})
    if (text === '(') depth++
    if (text === ';') depth = 0
  }
  return said.flatMap(({from, before, behind}) => {
    const at = behind ? before - 1 : before
    const elementEnds = behind && [',', ';'].includes(tokens[at]?.text ?? '')
    return renameOf(tokens, elementEnds ? at - 1 : at, from)
  })
}

/** The rename of what the token is in: a column, constraint, label of a CREATE, or all that it creates. */
function renameOf(tokens: readonly Token[], at: number, from: readonly string[]): Rename[] {
  const start = lastBefore(tokens, at, ({text}) => text === ';') + 1
  const [created, next] = subject(tokens, start)
  if (!created) return []
  const token = tokens[at]
  const opens = token?.text === '(' && token.depth === 0
  const open = lastBefore(tokens, at, ({text, depth}) => depth === 0 && text === '(')
  const inside = open >= start && open < at && !opens && (token?.depth ?? 0) > 0
  const old = from.at(-1) ?? ''
  if (!inside || !['table', 'type'].includes(created.kind)) {
    if (created.on) return [{kind: created.kind, from: [...created.on, old], to: [name(next)], standing: true}]
    const parent = from.length > 1 ? from.slice(0, -1) : created.path.slice(0, -1)
    const moves = from.length > 1 && parent.join('.') !== created.path.slice(0, -1).join('.')
    const to = moves ? created.path : created.path.slice(-1)
    return [{kind: created.kind, from: [...parent, old], to, standing: true}]
  }
  const first =
    lastBefore(tokens, at, ({text, depth}, index) => (depth === 1 && text === ',' && index < at) || index === open) + 1
  const [head, second] = [tokens[first]?.text ?? '', tokens[first + 1]?.text ?? '']
  const element = /^constraint$/i.test(head)
    ? {kind: 'constraint', name: name(second)}
    : created.kind === 'table'
      ? {kind: 'column', name: name(head)}
      : head.includes("'")
        ? {kind: 'value', name: head.replace(/^[eE]?'|'$/g, '').replaceAll("''", "'")}
        : {kind: 'attribute', name: name(head)}
  const value = element.kind === 'value' ? old.replace(/^'|'$/g, '') : old
  return [{kind: element.kind, from: [...created.path, value], to: [element.name], standing: true}]
}

/** The last token up to `at` for which it holds; -1 for none. */
function lastBefore(tokens: readonly Token[], at: number, holds: (token: Token, index: number) => boolean): number {
  for (let index = Math.min(at, tokens.length - 1); index >= 0; index--) {
    const token = tokens[index]
    if (token && holds(token, index)) return index
  }
  return -1
}

const name = (token: string | undefined): string =>
  token?.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : (token ?? '').toLowerCase()

type Subject = {readonly kind: string; readonly path: string[]; readonly on: string[] | null}

const BESIDE = new Set([
  'or',
  'replace',
  'unique',
  'unlogged',
  'temp',
  'temporary',
  'global',
  'local',
  'recursive',
  'trusted',
  'procedural',
  'constraint',
])
const TWO_WORDS = new Set(['materialized', 'foreign', 'event', 'text', 'operator'])

/** What a CREATE statement creates, or the constraint or column that an ALTER TABLE adds; and the token of its name. */
function subject(tokens: readonly Token[], start: number): [Subject | null, string | undefined] {
  const word = (index: number): string => tokens[index]?.text.toLowerCase() ?? ''
  if (word(start) === 'alter' && word(start + 1) === 'table') return added(tokens, start + 2)
  if (word(start) !== 'create') return [null, undefined]
  let at = start + 1
  while (BESIDE.has(word(at))) at++
  let kind = word(at++)
  if (TWO_WORDS.has(kind)) kind = `${kind} ${word(at++)}`
  if (kind === 'text search') kind = `${kind} ${word(at++)}`
  if (kind === 'foreign data') kind = `${kind} ${word(at++)}`
  if (word(at) === 'concurrently') at++
  if (word(at) === 'if') at += 3
  const [path, next] = pathAt(tokens, at)
  const bound = kind === 'trigger' || kind === 'policy' || kind === 'rule'
  const on = bound ? lookFor(tokens, next, kind === 'rule' ? 'to' : 'on') : null
  // An index lives in the schema of its table.
  if (kind === 'index' && path.length === 1) {
    const table = lookFor(tokens, at, 'on')
    return [{kind, path: [...(table?.slice(0, -1) ?? []), ...path], on: null}, tokens[at]?.text]
  }
  return [{kind, path, on}, tokens[at]?.text]
}

function added(tokens: readonly Token[], start: number): [Subject | null, string | undefined] {
  let at = start
  while (/^(?:only|if|exists)$/i.test(tokens[at]?.text ?? '')) at++
  const [table, next] = pathAt(tokens, at)
  const [verb, what, third] = [0, 1, 2].map((offset) => tokens[next + offset]?.text ?? '')
  if (!/^add$/i.test(verb ?? '')) return [null, undefined]
  const kind = /^constraint$/i.test(what ?? '') ? 'constraint' : 'column'
  const spoken = kind === 'constraint' || /^column$/i.test(what ?? '') ? third : what
  return [{kind, path: [...table, name(spoken)], on: table}, spoken]
}

function pathAt(tokens: readonly Token[], start: number): [string[], number] {
  const path = [name(tokens[start]?.text)]
  let at = start + 1
  for (; tokens[at]?.text === '.'; at += 2) path.push(name(tokens[at + 1]?.text))
  return [path, at]
}

/** The name that stands behind a word. */
function lookFor(tokens: readonly Token[], start: number, word: string): string[] | null {
  for (let at = start; at < tokens.length && tokens[at]?.text !== ';'; at++)
    if (tokens[at]?.text.toLowerCase() === word) {
      const only = tokens[at + 1]?.text.toLowerCase() === 'only' ? 2 : 1
      return pathAt(tokens, at + only)[0]
    }
  return null
}
