import {open} from 'node:fs/promises'
import {PassThrough, pipeline, Readable} from 'node:stream'
import {createInflate} from 'node:zlib'
import {BLOCK, type Block, BlockReader} from './blocks.ts'
import {type Archive, ArchiveError, isArchive, readToc, type TocEntry} from './toc.ts'

export type LargeObject = {readonly oid: number; readonly data: Readable}

/** An archive whose data are read from its file when they are asked for. */
export type OpenArchive = Archive & {
  readonly file: string
  /** The text of a COPY, with the line that ends it. */
  readonly rows: (entry: TocEntry) => Promise<Readable>
  readonly largeObjects: (entry: TocEntry) => AsyncGenerator<LargeObject, void, undefined>
}

/**
 * Reads what an archive of pg_dump's custom format holds.
 * @throws ArchiveError where it is none, or damaged
 */
export async function openArchive(file: string): Promise<OpenArchive> {
  const {archive, length} = await readHead(file)
  const find = blockFinder(file, length, archive.intSize)
  const unpacked = (chunks: AsyncIterable<Buffer>): Readable => {
    if (archive.compression !== 'none' && archive.compression !== 'gzip')
      throw new ArchiveError(`it is compressed by ${archive.compression}`)
    const out = archive.compression === 'gzip' ? createInflate() : new PassThrough()
    // What goes wrong destroys `out`, and is told to its reader.
    pipeline(Readable.from(chunks, {objectMode: false}), out, () => {})
    return out
  }
  return {
    ...archive,
    file,
    rows: async (entry) => unpacked(chunksOf(await find(entry, BLOCK.rows))),
    largeObjects: async function* (entry) {
      const reader = await find(entry, BLOCK.largeObjects)
      try {
        for (let oid = await reader.int(); oid !== 0; oid = await reader.int())
          yield {oid, data: unpacked(reader.chunks())}
      } finally {
        await reader.close()
      }
    },
  }
}

async function* chunksOf(reader: BlockReader): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* reader.chunks()
  } finally {
    await reader.close()
  }
}

/** Whether a file begins as an archive does. */
export async function isArchiveFile(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const start = Buffer.alloc(5)
    await handle.read(start, 0, start.length, 0)
    return isArchive(start)
  } finally {
    await handle.close()
  }
}

async function readHead(file: string): Promise<ReturnType<typeof readToc>> {
  const handle = await open(file)
  try {
    const {size} = await handle.stat()
    for (let length = Math.min(size, 1 << 20); ; length = Math.min(size, length * 4)) {
      const bytes = Buffer.alloc(length)
      await handle.read(bytes, 0, length, 0)
      try {
        return readToc(bytes)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        if (length === size) throw new ArchiveError('it ends too early')
      }
    }
  } finally {
    await handle.close()
  }
}

/** Finds blocks: where the entry says, else by going through the file, where what was passed is remembered. */
function blockFinder(
  file: string,
  start: number,
  intSize: number,
): (entry: TocEntry, kind: number) => Promise<BlockReader> {
  const passed = new Map<number, number>()
  let frontier = start
  return async ({id, tag, offset}, kind) => {
    const known = offset ?? passed.get(id) ?? null
    const reader = new BlockReader(file, known ?? frontier, intSize)
    for (let block: Block | null = await reader.next(); block; block = await reader.next()) {
      if (known === null) passed.set(block.id, block.offset)
      if (block.id === id && block.kind === kind) return reader
      if (known !== null) break
      await reader.skip(block)
      frontier = reader.position
    }
    await reader.close()
    throw new ArchiveError(`the rows of ${tag} are missing`)
  }
}
