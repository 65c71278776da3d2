import type {Entry} from '../entry.ts'
import {isComplete} from './complete.ts'

const HEADER = /(?:^|\n)--\n-- Name: (.*); Type: ([A-Z][A-Z ]*); Schema: (.*); Owner: (.*)\n--\n/g
const END = '\n--\n-- PostgreSQL database dump complete\n--\n'
const VERSION = /^-- Dumped from database version (\S+)/m
/** Two settings with names of 63 bytes fit in. */
const TAIL = 400
const SETTINGS = /(?:\n+SET default_(?:tablespace|table_access_method) = .*;)+\s*$/
const SETTING = /^SET (default_tablespace|default_table_access_method) = (.*);$/gm
const INITIAL = new Set(["''", 'heap'])
const OWNER = /\n+ALTER [A-Z ]+ .* OWNER TO .*;$/
const TABLESPACE = /; Tablespace: .*$/
const LEFT = /^ {4}LEFTARG = (.*?),?$/m
const RIGHT = /^ {4}RIGHTARG = (.*?),?$/m
const USES_DEFAULTS = new Set(['TABLE', 'INDEX', 'CONSTRAINT', 'MATERIALIZED VIEW'])

export type Dump = {readonly serverVersion: string | null; readonly entries: readonly Entry[]}

/**
 * Cuts the text of a plain `pg_dump --schema-only` into its objects while it streams in. What stands before the
 * first header (SET lines, `\restrict`) and after the last object is none.
 */
export async function cut(chunks: AsyncIterable<string> | Iterable<string>): Promise<Dump> {
  const entries: Entry[] = []
  const toEntry = entryMaker()
  let serverVersion: string | null = null
  let header: RegExpExecArray | null = null
  let buffer = ''

  const finish = (body: string): void => {
    if (header) entries.push(toEntry(header, body))
    else serverVersion = VERSION.exec(body)?.[1] ?? null
  }

  for await (const chunk of chunks) {
    buffer += chunk
    let start = 0
    HEADER.lastIndex = 0
    for (let next = HEADER.exec(buffer); next; next = HEADER.exec(buffer)) {
      const body = buffer.slice(start, next.index)
      // A function body may quote a dump: what looks like a header inside it is none.
      if (header && !isComplete(body)) continue
      finish(body)
      header = next
      start = HEADER.lastIndex
    }
    buffer = buffer.slice(start)
  }
  const end = buffer.lastIndexOf(END)
  finish(end < 0 ? buffer : buffer.slice(0, end))
  return {serverVersion, entries}
}

/** `=== (integer, text)`: operators may share a name. */
const operatorTag = (tag: string, text: string): string => {
  const [left, right] = [LEFT, RIGHT].map((argument) => argument.exec(text)?.[1] ?? 'NONE')
  return `${tag} (${left}, ${right})`
}

/** Makes entries of headers and bodies. pg_dump sets the tablespace and access method in between, for all that follow. */
function entryMaker(): (header: RegExpExecArray, body: string) => Entry {
  const defaults = new Map<string, string>()
  return (header, body) => {
    const [, tag = '', type = '', schema = '', owner = ''] = header
    const inForce = USES_DEFAULTS.has(type)
      ? [...defaults].map(([name, value]) => `SET ${name} = ${value};\n`).join('')
      : ''
    const settings = SETTINGS.exec(body.slice(-TAIL))?.[0] ?? ''
    for (const [, name = '', value = ''] of settings.matchAll(SETTING)) {
      if (INITIAL.has(value)) defaults.delete(name)
      else defaults.set(name, value)
    }
    const text = body.slice(0, body.length - settings.length).trim()
    return {
      type,
      schema: schema === '-' ? null : schema,
      tag: type === 'OPERATOR' ? operatorTag(tag, text) : tag,
      owner: owner === '-' ? null : owner.replace(TABLESPACE, ''),
      text: inForce + text.replace(OWNER, ''),
    }
  }
}
