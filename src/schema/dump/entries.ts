import type {Entry} from '../entry.ts'
import {withoutColumnVersions} from './column-versions.ts'

/** Two settings with names of 63 bytes fit in. */
const TAIL = 400
const SETTINGS = /(?:\n+SET default_(?:tablespace|table_access_method) = .*;)+\s*$/
const SETTING = /^SET (default_tablespace|default_table_access_method) = (.*);$/gm
const INITIAL = new Set(["''", 'heap'])
/** The kinds of objects that each setting is for: pg_dump leaves it in force for whatever comes next. */
const USED_BY: Readonly<Record<string, readonly string[]>> = {
  default_tablespace: ['TABLE', 'INDEX', 'CONSTRAINT', 'MATERIALIZED VIEW'],
  default_table_access_method: ['TABLE', 'MATERIALIZED VIEW'],
}
const OWNER = /\n+ALTER [A-Z ]+ .* OWNER TO .*;$/
const TABLESPACE = /; Tablespace: .*$/
const OPERANDS = /\n\s+(LEFTARG|RIGHTARG) = ([^\n]*?),?(?=\n)/g

export type EntryOptions = {
  /** Leaves the `ALTER … OWNER TO` in the text. */
  readonly owners?: boolean
}

export type EntryMaker = {
  /** Takes what stands before the first object. */
  readonly preamble: (text: string) => void
  /** Makes an entry of a header and the text under it. */
  readonly entry: (header: RegExpExecArray, body: string) => Entry
}

/**
 * Makes entries in the order of the dump. Between them pg_dump sets the tablespace and the access method for the next
 * ones: an entry's text says them itself, and takes them back.
 */
export function entryMaker({owners = false}: EntryOptions = {}): EntryMaker {
  const inForce = new Map<string, string>()
  const take = (body: string): string => {
    const settings = SETTINGS.exec(body.slice(-TAIL))?.[0] ?? ''
    for (const [, name = '', value = ''] of settings.matchAll(SETTING)) {
      if (INITIAL.has(value)) inForce.delete(name)
      else inForce.set(name, value)
    }
    return body.slice(0, body.length - settings.length).trim()
  }
  return {
    preamble: take,
    entry: ([, tag = '', type = '', schema = '', owner = ''], body) => {
      const settings = [...inForce].filter(([name]) => USED_BY[name]?.includes(type))
      const taken = withoutColumnVersions(take(body))
      const text = owners ? taken : taken.replace(OWNER, '')
      return {
        type,
        schema: schema === '-' ? null : schema,
        tag: type === 'OPERATOR' ? `${tag} ${operands(text)}` : tag,
        owner: owner === '-' ? null : owner.replace(TABLESPACE, ''),
        text: [
          ...settings.map(([name, value]) => `SET ${name} = ${value};`),
          text,
          ...settings.map(([name]) => `RESET ${name};`),
        ].join('\n'),
      }
    },
  }
}

/** `(integer, integer)`: operators share names, and their headers do not tell them apart. */
function operands(text: string): string {
  const types = new Map(
    [...`${text}\n`.matchAll(OPERANDS)].map(([, side, type]): [string, string] => [side ?? '', type ?? '']),
  )
  return `(${types.get('LEFTARG') ?? 'NONE'}, ${types.get('RIGHTARG') ?? 'NONE'})`
}
