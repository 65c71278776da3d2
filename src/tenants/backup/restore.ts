import {once} from 'node:events'
import {createReadStream} from 'node:fs'
import type pg from 'pg'
import {type CopyStreamQuery, from as copyFrom} from 'pg-copy-streams'
import {Failure} from '../../failure.ts'
import {isServerError} from '../../postgres/errors.ts'
import {loadParser} from '../../schema/parse.ts'
import {rollBack} from '../each.ts'
import type {OpenRegistry} from '../registry.ts'
import {fill} from '../rewrite/pattern.ts'
import {patternOf} from '../rewrite/references.ts'
import {countsOf, type Header, type Part, parseHeader, partOf} from './format.ts'
import {restoreRow} from './row.ts'

export type Target = {readonly name: string; readonly schema: string}

export type Restored = Target & {
  readonly from: Header
  readonly rows: Readonly<Record<string, number>>
}

/** The header of a backup, without reading the rest. */
export async function readHeader(file: string): Promise<Header> {
  try {
    for await (const line of linesOf(file)) return parseHeader(line, file)
  } catch (cause) {
    throw cause instanceof Failure ? cause : new Failure('no_file', `cannot read ${file}`, {cause})
  }
  return parseHeader('', file)
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

/**
 * Makes a tenant of a backup, perhaps under another name, in one transaction: all of it, or nothing. `before` runs first
 * in that transaction.
 * @throws Failure `no_backup`, `cut_off_backup`, `tenant_exists`, `restore_failed`
 */
export async function restoreTenant(
  client: pg.Client,
  registry: OpenRegistry,
  file: string,
  target: Target,
  {before, signal}: {readonly before?: () => Promise<void>; readonly signal?: AbortSignal | undefined} = {},
): Promise<Restored> {
  const [header] = await Promise.all([readHeader(file), loadParser()])
  const rename = (sql: string) => fill(patternOf(sql, header.schema), target.schema)
  try {
    await client.query('BEGIN')
    await before?.()
    await restoreRow(client, registry, header, target)
    await client.query(
      "SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off; SET LOCAL row_security = off; SET LOCAL client_min_messages = warning",
    )
    const rows = await play(client, file, rename, signal)
    await client.query('COMMIT')
    return {...target, from: header, rows}
  } catch (error) {
    await rollBack(client)
    if (!isServerError(error)) throw error
    const isRegistered = error.code === '23505' && error.schema !== target.schema
    if (error.code === '42P06' || isRegistered)
      throw new Failure('tenant_exists', `${target.name} exists already, or its schema ${target.schema} does`, {
        hint: 'restore it under another name: --as NAME; or in its place: --replace',
        detail: error.message,
        cause: error,
      })
    throw new Failure('restore_failed', `${file} was not restored: ${error.message}`, {
      ...(error.detail ? {detail: error.detail} : {}),
      cause: error,
    })
  }
}

/** Runs the parts, the rows as they are read. Returns how many rows each table got. */
async function play(
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
