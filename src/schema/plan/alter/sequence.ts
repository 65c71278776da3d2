import type {Sourced} from '../../statements.ts'
import {qualifiedName} from '../names.ts'
import {type Alter, both, inPlace, place} from './context.ts'

/** ALTER keeps the sequence's value. */
export const alterSequence: Alter = (context) => {
  const [from, to] = both(context)
  const [main] = context.expected
  if (!main || from[0]?.kind !== to[0]?.kind) return null
  const sequence = qualifiedName(main)
  const owner = (list: readonly Sourced[]): Sourced | undefined =>
    list.find(({from}) => from.startsWith('SEQUENCE OWNED BY'))
  const [old, owned] = [owner(from), owner(to)]
  const moves = old?.text !== owned?.text
  const steps = to
    .filter((statement) => statement !== owned && !from.some(({text}) => text === statement.text))
    .map((statement) => place(context, `${sequenceSql(statement)}${turns(from[0], statement) ? '\n    RESTART' : ''}`))
  const logged = from.some(({text}) => UNLOGGED.test(text)) !== to.some(({text}) => UNLOGGED.test(text))
  if (logged)
    steps.push(
      ...inPlace(context, [
        `ALTER SEQUENCE ${sequence} SET ${to.some(({text}) => UNLOGGED.test(text)) ? 'UNLOGGED' : 'LOGGED'}`,
      ]).steps,
    )
  return {
    // Else it would go with the column.
    early: moves && old ? [{...place(context, `ALTER SEQUENCE ${sequence} OWNED BY NONE`), at: old.from}] : [],
    steps: [...steps, ...(moves && owned ? [{...place(context, owned.text), at: owned.from}] : [])],
  }
}

const UNLOGGED = /^CREATE UNLOGGED |SET UNLOGGED$/

/** Counts the other way, where its value would be out of bounds. */
const turns = (from: Sourced | undefined, to: Sourced): boolean =>
  to.kind === 'CreateSeqStmt' && DOWN.test(from?.text ?? '') !== DOWN.test(to.text)

const DOWN = /INCREMENT BY -/

const HIGHEST: Readonly<Record<string, string>> = {
  smallint: '32767',
  integer: '2147483647',
  bigint: '9223372036854775807',
}

/** ALTER SEQUENCE … AS takes NO MAXVALUE of a descending one for that of an ascending one, and the other way round. */
function withBounds(sql: string): string {
  const highest = HIGHEST[/\n\s+AS (\w+)/.exec(sql)?.[1] ?? ''] ?? ''
  const down = DOWN.test(sql)
  const lowest = `-${BigInt(highest) + 1n}`
  return sql
    .replace('NO MAXVALUE', `MAXVALUE ${down ? '-1' : highest}`)
    .replace('NO MINVALUE', `MINVALUE ${down ? lowest : '1'}`)
}

function sequenceSql({kind, text: sql}: Sourced): string {
  if (kind === 'CreateSeqStmt') {
    const altered = sql.replace(/^CREATE (UNLOGGED )?SEQUENCE/, 'ALTER SEQUENCE')
    // What pg_dump leaves out is the default.
    const type = /\n\s+AS \w+/.test(sql) ? altered : altered.replace(/^(ALTER SEQUENCE \S+)/, '$1\n    AS bigint')
    const bounded = withBounds(type)
    return /\bCYCLE\b/.test(sql) ? bounded : `${bounded}\n    NO CYCLE`
  }
  // ALTER TABLE … ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME … START WITH …)
  const match = /^(.*?)\bADD GENERATED (ALWAYS|BY DEFAULT) AS IDENTITY \((.*)\)\s*$/s.exec(sql)
  if (!match) return sql
  const options = (match[3] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('SEQUENCE NAME') && !/^(?:UN)?LOGGED$/.test(line))
  const all = options.some((option) => /\bCYCLE$/.test(option)) ? options : [...options, 'NO CYCLE']
  return `${match[1]}SET GENERATED ${match[2]} ${all.map((option) => `SET ${option}`).join(' ')}`
}
