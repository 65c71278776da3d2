import {Buffer} from 'node:buffer'
import {child, children, childrenOf, names} from './canonical.ts'
import {type Entry, keyOf} from './entry.ts'
import {type Node, parse} from './parse.ts'

const RELATIONS = ['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'FOREIGN TABLE', 'SEQUENCE', 'TYPE']
const BOUND: Readonly<Record<string, readonly string[]>> = {
  CONSTRAINT: ['CONSTRAINT', 'FK CONSTRAINT', 'CHECK CONSTRAINT'],
  TRIGGER: ['TRIGGER'],
  POLICY: ['POLICY'],
  RULE: ['RULE'],
}
const ROUTINES: ReadonlySet<string> = new Set(['FUNCTION', 'PROCEDURE', 'AGGREGATE'])
const QUOTED = /^"(?:[^"]|"")*"$/

/** The keys of the object that a comment, a grant or a security label may be on; empty of any other entry. */
export function subjectsOf(entry: Entry): string[] {
  if (entry.type === 'ROW SECURITY') return [keyOf({...entry, type: 'TABLE'})]
  if (entry.type !== 'COMMENT' && entry.type !== 'ACL' && entry.type !== 'SECURITY LABEL') return []
  const match = /^([A-Z]+(?: [A-Z]+)*) (.*)$/s.exec(entry.tag)
  if (!match) return []
  const [, kind = '', name = ''] = match
  const at = (type: string, tag: string): string => keyOf({type, schema: entry.schema, tag})
  const on = /^(.*) ON (.*)$/s.exec(name)
  if (on && BOUND[kind]) {
    const owner = plain((on[2] ?? '').replace(/^DOMAIN /, ''))
    return [
      ...BOUND[kind].map((type) => at(type, `${owner} ${plain(on[1] ?? '')}`)),
      ...[...RELATIONS, 'DOMAIN'].map((type) => at(type, owner)),
    ]
  }
  if (kind === 'COLUMN') return [at('COLUMN', name), ...RELATIONS.map((type) => at(type, plain(relationPart(name))))]
  const columns = entry.type === 'SECURITY LABEL' ? labelledColumns(entry).map((tag) => at('COLUMN', tag)) : []
  if (kind === 'TABLE') return [...RELATIONS.map((type) => at(type, plain(name))), ...columns]
  if (ROUTINES.has(kind)) {
    const tag = routineTag(entry)
    return tag === undefined ? [] : (kind === 'FUNCTION' ? [...ROUTINES] : [kind]).map((type) => at(type, tag))
  }
  if (kind === 'OPERATOR CLASS' || kind === 'OPERATOR FAMILY') return [at(kind, plain(name.replace(/ USING \S+$/, '')))]
  return [at(kind, plain(name))]
}

/** pg_dump writes labels of columns under their table: `users.email` of `ON COLUMN app.users.email IS`. */
const labelledColumns = ({text}: Entry): string[] =>
  [...text.matchAll(/^SECURITY LABEL .*? ON COLUMN (?:"(?:[^"]|"")*"|[^."]+)\.(.*?) IS '/gm)].map(([, tag = '']) => tag)

/** `users` of `users.email`; either may be quoted and hold dots. */
const relationPart = (name: string): string => /^(?:"(?:[^"]|"")*"|[^.]*)/.exec(name)?.[0] ?? name

const plain = (name: string): string => (QUOTED.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name)

/** `f(integer, text)`, the tag of a function's own entry, of a comment or grant that says `f(a integer, b text)`. */
function routineTag(entry: Entry): string | undefined {
  const [statement] = parse(entry.text)
  if (!statement) return undefined
  const object = child(
    child(statement.node, 'object') ?? children(statement.node, 'objects')[0] ?? {},
    'ObjectWithArgs',
  )
  const name = object && names(children(object, 'objname')).at(-1)
  if (!object || name === undefined) return undefined
  const bytes = Buffer.from(entry.text)
  const all = childrenOf(object, 'objfuncargs', 'FunctionParameter')
  const starts = all.map((parameter) => typeStart(parameter))
  const types = all.flatMap((parameter, index) => {
    if (parameter.mode === 'FUNC_PARAM_OUT' || parameter.mode === 'FUNC_PARAM_TABLE') return []
    const slice = bytes.subarray(starts[index], starts[index + 1]).toString()
    return [starts[index + 1] === undefined ? upToParenthesis(slice) : slice.slice(0, slice.lastIndexOf(','))]
  })
  const none = all.length === 0 && statement.text.includes('(*)')
  return `${name}(${none ? '*' : types.join(', ')})`
}

const typeStart = (parameter: Node): number => {
  const location = child(parameter, 'argType')?.location
  return typeof location === 'number' ? location : 0
}

/** `text("x") IS …` up to the parenthesis that closes what was opened before. */
function upToParenthesis(source: string): string {
  let depth = 0
  for (const {0: token, index} of source.matchAll(/"(?:[^"]|"")*"|[()]/g)) {
    if (token === '(') depth++
    else if (token === ')' && depth-- === 0) return source.slice(0, index)
  }
  return source
}
