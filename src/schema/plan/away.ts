import type {Step} from '../../plan.ts'
import type {Entry} from '../entry.ts'
import {identifier} from '../words.ts'
import {type Action, targetFor} from './action.ts'
import {qualify, signature} from './names.ts'
import {step} from './step.ts'

/** `mood__old`, `f__old(integer)`. */
export const awayName = ({tag, type}: Pick<Entry, 'tag' | 'type'>): string => {
  const at = type === 'FUNCTION' ? tag.lastIndexOf('(') : tag.length
  return `${tag.slice(0, Math.min(at, 55))}__old${tag.slice(at)}`
}

/** Makes way for the one that comes: the old one is dropped when nothing has it any more. */
export function renameAway(action: Action, entry: Entry): Step[] {
  const name = identifier(awayName(entry).replace(/\([^(]*$/s, ''))
  const sql = `ALTER ${entry.type} ${signature(entry)} RENAME TO ${name}`
  return [sql, ...companions(entry)].map((one) => step(targetFor(action), one))
}

/** A range has functions and a multirange, with functions of its own, that keep their names. */
function companions(entry: Entry): string[] {
  const subtype = /^CREATE TYPE \S+ AS RANGE \(\s*subtype = (.*?),?$/m.exec(entry.text)?.[1]
  if (subtype === undefined) return []
  const range = qualify(entry.schema, entry.tag)
  const old = qualify(entry.schema, awayName(entry))
  const multirange = /multirange_type_name = (.*?),?$/m.exec(entry.text)?.[1]
  const functions = (name: string, all: readonly string[]): string[] =>
    all.map((types) => `ALTER FUNCTION ${name}(${types}) RENAME TO ${oldName(name)}`)
  return [
    ...functions(range, [`${subtype}, ${subtype}`, `${subtype}, ${subtype}, text`]),
    ...(multirange
      ? [
          `ALTER TYPE ${multirange} RENAME TO ${oldName(multirange)}`,
          ...functions(multirange, ['', old, `VARIADIC ${old}[]`]),
        ]
      : []),
  ]
}

/** The last part of a qualified name, as SQL, put aside. */
function oldName(qualified: string): string {
  const last = /(?:"((?:[^"]|"")*)"|([^."]+))$/.exec(qualified)
  return identifier(awayName({type: 'TYPE', tag: last?.[1]?.replaceAll('""', '"') ?? last?.[2] ?? ''}))
}
