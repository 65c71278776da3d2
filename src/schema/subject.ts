import {type Entry, keyOf} from './entry.ts'

const RELATIONS = ['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'FOREIGN TABLE', 'SEQUENCE', 'TYPE']
const BOUND: Readonly<Record<string, readonly string[]>> = {
  CONSTRAINT: ['CONSTRAINT', 'FK CONSTRAINT', 'CHECK CONSTRAINT'],
  TRIGGER: ['TRIGGER'],
  POLICY: ['POLICY'],
  RULE: ['RULE'],
}
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
  if (kind === 'TABLE') return RELATIONS.map((type) => at(type, plain(name)))
  return [
    at(kind, plain(name)),
    ...(kind === 'FUNCTION' ? [at('PROCEDURE', plain(name)), at('AGGREGATE', plain(name))] : []),
  ]
}

/** `users` of `users.email`; either may be quoted and hold dots. */
const relationPart = (name: string): string => /^(?:"(?:[^"]|"")*"|[^.]*)/.exec(name)?.[0] ?? name

const plain = (name: string): string => (QUOTED.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name)
