import {ByteReader, ByteWriter} from './bytes.ts'

/** What pg_dump --format=custom writes before the rows; src/bin/pg_dump/pg_backup_archiver.c says how. */
export type Archive = {
  /** In thousands: 1014 is 1.14, of PostgreSQL 12 to 15. */
  readonly version: number
  readonly compression: 'none' | 'gzip' | 'lz4' | 'zstd'
  readonly intSize: number
  readonly offsetSize: number
  readonly database: string
  /** Of the server, and of the program that wrote it. */
  readonly serverVersion: string
  readonly dumpVersion: string
  readonly entries: readonly TocEntry[]
}

/** An object, or the rows of one. */
export type TocEntry = {
  readonly id: number
  /** `TABLE`, `TABLE DATA`, `FK CONSTRAINT`. */
  readonly type: string
  readonly tag: string
  readonly schema: string | null
  readonly owner: string
  readonly section: Section
  readonly sql: string
  readonly dropSql: string
  /** `COPY … FROM stdin;` */
  readonly copySql: string
  readonly tablespace: string
  readonly accessMethod: string
  readonly dependencies: readonly number[]
  /** Whether rows, or large objects, are in the archive; and where, if that is known. */
  readonly hasData: boolean
  readonly offset: number | null
}

export type Section = 'none' | 'before the rows' | 'rows' | 'after the rows'

const SECTIONS: readonly Section[] = ['none', 'before the rows', 'rows', 'after the rows']
const MAGIC = 'PGDMP'
const CUSTOM = 1
const COMPRESSIONS = ['none', 'gzip', 'lz4', 'zstd'] as const
const OFFSET = {notSet: 1, set: 2, noData: 3} as const

/** What can be read: PostgreSQL 9.3 (1.12) to 18 (1.16). */
const READABLE = {from: 1012, to: 1016}

/** What is written: PostgreSQL 12 and later can read it. */
const WRITTEN = {version: 1014, intSize: 4, offsetSize: 8} as const

/** Why something is no archive that can be read. */
export class ArchiveError extends Error {}

export const isArchive = (start: Uint8Array): boolean => Buffer.from(start).subarray(0, 5).toString('latin1') === MAGIC

export type Head = {readonly archive: Archive; readonly length: number}

/**
 * Reads the beginning of an archive.
 * @throws ArchiveError; RangeError where `bytes` end before it does
 */
export function readToc(bytes: Buffer): Head {
  if (!isArchive(bytes)) throw new ArchiveError('it is no archive of pg_dump')
  const start = new ByteReader(bytes, 5)
  const version = start.byte() * 1000 + start.byte()
  start.byte()
  if (version < READABLE.from || version > READABLE.to)
    throw new ArchiveError(`its version is ${Math.floor(version / 1000)}.${version % 1000}`)
  const [intSize, offsetSize] = [start.byte(), start.byte()]
  if (intSize < 4 || intSize > 8 || offsetSize < 4 || offsetSize > 8)
    throw new ArchiveError('its numbers are of no size')
  if (start.byte() !== CUSTOM) throw new ArchiveError('it is of another format than custom')
  const reader = new ByteReader(bytes, start.at, intSize)
  const compression =
    version >= 1015 ? COMPRESSIONS[reader.byte()] : reader.int() === 0 ? COMPRESSIONS[0] : COMPRESSIONS[1]
  if (compression === undefined) throw new ArchiveError('its compression is unknown')
  // When it was made, as seconds, minutes … to isdst.
  for (let field = 0; field < 7; field++) reader.int()
  const [database, serverVersion, dumpVersion] = [reader.text(), reader.text(), reader.text()].map((text) => text ?? '')
  const count = reader.int()
  const entries: TocEntry[] = []
  for (let index = 0; index < count; index++) entries.push(readEntry(reader, version, offsetSize))
  return {
    archive: {
      version,
      compression,
      intSize,
      offsetSize,
      database: database ?? '',
      serverVersion: serverVersion ?? '',
      dumpVersion: dumpVersion ?? '',
      entries,
    },
    length: reader.at,
  }
}

function readEntry(reader: ByteReader, version: number, offsetSize: number): TocEntry {
  const id = reader.int()
  const hasData = reader.int() !== 0
  // The OIDs of its catalog and of itself.
  reader.text()
  reader.text()
  const tag = reader.text() ?? ''
  const type = reader.text() ?? ''
  const section = SECTIONS[reader.int() - 1] ?? 'none'
  const [sql, dropSql, copySql] = [reader.text() ?? '', reader.text() ?? '', reader.text() ?? '']
  const schema = reader.text() || null
  const tablespace = reader.text() ?? ''
  const accessMethod = version >= 1014 ? (reader.text() ?? '') : ''
  if (version >= 1016) reader.int()
  const owner = reader.text() ?? ''
  // WITH OIDS, of old.
  reader.text()
  const dependencies: number[] = []
  for (let on = reader.text(); on !== null; on = reader.text()) dependencies.push(Number(on))
  const state = reader.byte()
  const offset = reader.unsigned(offsetSize)
  return {
    id,
    type,
    tag,
    schema,
    owner,
    section,
    sql,
    dropSql,
    copySql,
    tablespace,
    accessMethod,
    dependencies,
    hasData: hasData && state !== OFFSET.noData,
    offset: state === OFFSET.set ? offset : null,
  }
}

export type Written = Pick<Archive, 'database' | 'serverVersion' | 'dumpVersion' | 'entries'> & {readonly at: Date}

/** The beginning of an archive; its length does not depend on the offsets. */
export function writeToc({database, serverVersion, dumpVersion, entries, at}: Written): Buffer {
  const {version, intSize, offsetSize} = WRITTEN
  const writer = new ByteWriter(intSize)
  writer.raw(Buffer.from(MAGIC, 'latin1'))
  for (const byte of [Math.floor(version / 1000), version % 1000, 0, intSize, offsetSize, CUSTOM]) writer.byte(byte)
  // zlib at its default level.
  writer.int(-1)
  for (const field of [
    at.getUTCSeconds(),
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth(),
    at.getUTCFullYear() - 1900,
    0,
  ])
    writer.int(field)
  for (const text of [database, serverVersion, dumpVersion]) writer.text(text)
  writer.int(entries.length)
  for (const entry of entries) writeEntry(writer, entry)
  return writer.bytes()
}

function writeEntry(writer: ByteWriter, entry: TocEntry): void {
  writer.int(entry.id)
  writer.int(entry.hasData ? 1 : 0)
  for (const text of ['0', '0', entry.tag, entry.type]) writer.text(text)
  writer.int(SECTIONS.indexOf(entry.section) + 1)
  for (const text of [entry.sql, entry.dropSql, entry.copySql, entry.schema, entry.tablespace]) writer.text(text)
  // An empty name would be set; without one the default is.
  writer.text(entry.accessMethod || null)
  writer.text(entry.owner)
  writer.text('false')
  for (const id of entry.dependencies) writer.text(String(id))
  writer.text(null)
  writer.byte(!entry.hasData ? OFFSET.noData : entry.offset === null ? OFFSET.notSet : OFFSET.set)
  writer.unsigned(entry.offset ?? 0, WRITTEN.offsetSize)
}
