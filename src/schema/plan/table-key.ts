import {child, text} from '../canonical.ts'
import {type Entry, keyOf} from '../entry.ts'
import {parse} from '../parse.ts'

const ON_A_TABLE = new Set([
  'INDEX',
  'INVALID INDEX',
  'CONSTRAINT',
  'FK CONSTRAINT',
  'CHECK CONSTRAINT',
  'TRIGGER',
  'POLICY',
  'RULE',
  'DEFAULT',
  'STATISTICS',
  'SEQUENCE',
  'SEQUENCE OWNED BY',
  'TABLE ATTACH',
  'INDEX ATTACH',
  'ROW SECURITY',
])

/** The keys that the table may have which an object is on and goes with; empty of what stands for itself. */
export function tableKeyOf(entry: Entry): string[] {
  if (!ON_A_TABLE.has(entry.type)) return []
  const [statement] = parse(entry.text)
  const relation = statement && (child(statement.node, 'relation') ?? child(statement.node, 'table'))
  const name = relation && text(relation, 'relname')
  if (!relation || name === undefined) return []
  const schema = text(relation, 'schemaname') ?? entry.schema
  return ['TABLE', 'FOREIGN TABLE', 'VIEW', 'MATERIALIZED VIEW'].map((type) => keyOf({type, schema, tag: name}))
}
