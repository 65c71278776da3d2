import type {Entry} from '../entry.ts'
import {isComplete} from './complete.ts'
import {type EntryOptions, entryMaker} from './entries.ts'

const HEADER = /(?:^|\n)--\n-- Name: (.*); Type: ([A-Z][A-Z ]*); Schema: (.*); Owner: (.*)\n--\n/g
const END = '\n--\n-- PostgreSQL database dump complete\n--\n'
const VERSION = /^-- Dumped from database version (\S+)/m
export type Dump = {readonly serverVersion: string | null; readonly entries: readonly Entry[]}

/**
 * Cuts the text of a plain `pg_dump --schema-only` into its objects while it streams in. What stands before the
 * first header (SET lines, `\restrict`) and after the last object is none.
 */
export async function cut(chunks: AsyncIterable<string> | Iterable<string>, options: EntryOptions = {}): Promise<Dump> {
  const entries: Entry[] = []
  const maker = entryMaker(options)
  let serverVersion: string | null = null
  let header: RegExpExecArray | null = null
  let buffer = ''

  const finish = (body: string): void => {
    if (header) entries.push(maker.entry(header, body))
    else {
      maker.preamble(body)
      serverVersion = VERSION.exec(body)?.[1] ?? null
    }
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
