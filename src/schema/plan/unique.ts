import type {Hazard, Step} from '../../plan.ts'
import {text} from '../canonical.ts'
import type {Node, Statement} from '../parse.ts'
import {identifier} from '../words.ts'
import {relation} from './names.ts'
import {hazard, step, type Target} from './step.ts'

const NAME = String.raw`(?:"(?:[^"]|"")*"|[^\s(]+)`
const WRITTEN = new RegExp(
  String.raw`ADD CONSTRAINT ${NAME} (PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (\(.*?\))((?: INCLUDE \(.*?\))?(?: WITH \(.*?\))?)((?: DEFERRABLE)?(?: INITIALLY DEFERRED)?)$`,
  's',
)

/** A primary key or unique constraint from an index that is built while others write; null where there is no such form. */
export function uniqueSteps(
  target: Target,
  {node, text: sql}: Statement,
  constraint: Node,
  fails: Hazard,
): Step[] | null {
  const match = WRITTEN.exec(sql)
  if (!match || /\bWITHOUT OVERLAPS\b/.test(sql)) return null
  const [, word = '', nulls = '', columns = '', more = '', deferral = ''] = match
  const name = identifier(text(constraint, 'conname') ?? '')
  const table = relation(node, 'relation')
  return [
    step(target, `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${table} ${columns}${split(more, nulls)}`, {
      transactional: false,
      lock: 'SHARE UPDATE EXCLUSIVE',
      hazards: [fails, hazard('scans', 'reads the whole table twice, while others go on')],
    }),
    step(target, `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${word} USING INDEX ${name}${deferral}`, {
      lock: 'ACCESS EXCLUSIVE',
    }),
  ]
}

/** CREATE INDEX says NULLS NOT DISTINCT between INCLUDE and WITH. */
const split = (more: string, nulls: string): string => {
  const at = more.search(/ WITH \(/)
  return at < 0 ? `${more}${nulls}` : `${more.slice(0, at)}${nulls}${more.slice(at)}`
}
