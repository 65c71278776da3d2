import {once} from 'node:events'
import {createReadStream} from 'node:fs'
import type pg from 'pg'
import {type CopyStreamQuery, from as copyFrom} from 'pg-copy-streams'
import {Failure} from '../../failure.ts'
import {countsOf, type Part, partOf} from './format.ts'

/** The first line of a backup that is a script. */
export async function firstLine(file: string): Promise<string> {
  for await (const line of linesOf(file)) return line
  return ''
}

/** Lines end with a line feed and nothing else: data may hold whatever else ends lines elsewhere. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, {encoding: 'utf8'})) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest) yield rest
}

/** Runs a backup that is a script, the rows as they are read. Returns how many rows each table got. */
export async function playScript(
  client: pg.Client,
  file: string,
  rename: (sql: string) => string,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, number>>> {
  const counted: Record<string, number> = {}
  let part: Part | null = null
  let sql: string[] = []
  let copy: {readonly stream: CopyStreamQuery; readonly table: string; readonly done: Promise<unknown>} | null = null
  const flush = async () => {
    const text = sql.join('\n')
    sql = []
    if (text.trim()) await client.query(rename(text))
  }
  for await (const line of linesOf(file)) {
    if (copy) {
      if (line !== '\\.') {
        if (!copy.stream.write(`${line}\n`)) await Promise.race([once(copy.stream, 'drain'), copy.done])
        continue
      }
      copy.stream.end()
      await copy.done
      counted[copy.table] = copy.stream.rowCount ?? 0
      copy = null
      continue
    }
    signal?.throwIfAborted()
    const begins = partOf(line)
    if (begins !== null) {
      if (part !== null) await flush()
      sql = []
      part = begins
      if (begins === 'end') return compared(counted, countsOf(line), file)
    } else if (part === 'rows' && line.startsWith('COPY ')) {
      await flush()
      const stream = client.query(copyFrom(rename(line).replace(/;$/, '')))
      const done = new Promise((resolve, reject) => stream.once('finish', resolve).on('error', reject))
      // Awaited when the data end; a failure before that is told then.
      done.catch(() => {})
      copy = {stream, table: tableOf(line), done}
    } else if (part !== null) sql.push(line)
  }
  throw cutOff(file)
}

/** Of `COPY "schema"."table" ("column") FROM stdin;`. */
function tableOf(line: string): string {
  const [, table = ''] = /^COPY "(?:[^"]|"")*"\."((?:[^"]|"")*)"/.exec(line) ?? []
  return table.replaceAll('""', '"')
}

function compared(
  found: Readonly<Record<string, number>>,
  said: Readonly<Record<string, number>> | null,
  file: string,
): Readonly<Record<string, number>> {
  if (said === null || Object.entries(said).some(([table, rows]) => found[table] !== rows)) throw cutOff(file)
  return found
}

const cutOff = (file: string): Failure =>
  new Failure('cut_off_backup', `${file} is not whole: it was cut off, or changed`, {
    hint: 'nothing was restored; take another backup',
  })
