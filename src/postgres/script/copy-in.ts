import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import type pg from 'pg'
import {from} from 'pg-copy-streams'
import type {Outcome} from './exchange.ts'
import type {CopyStatement} from './statement.ts'

/** Characters a chunk: the data is never copied as a whole. */
const CHUNK = 65536

/** Runs a COPY … FROM stdin with its data. */
export async function copyIn(client: pg.Client, statement: CopyStatement): Promise<Outcome> {
  try {
    await pipeline(Readable.from(chunks(statement.data), {objectMode: false}), client.query(from(statement.text)))
    return {completed: 1, error: null}
  } catch (error) {
    return {completed: 0, error: error instanceof Error ? error : new Error(String(error))}
  }
}

function* chunks(data: string): Generator<Buffer> {
  for (let at = 0; at < data.length; ) {
    let end = Math.min(at + CHUNK, data.length)
    const last = data.charCodeAt(end - 1)
    // Half of a surrogate pair has no UTF-8.
    if (last >= 0xd800 && last < 0xdc00) end++
    yield Buffer.from(data.slice(at, end))
    at = end
  }
}
