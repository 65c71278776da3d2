import {once} from 'node:events'
import {open} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {createDeflate} from 'node:zlib'
import {BLOCK} from './blocks.ts'
import {ByteWriter} from './bytes.ts'
import {type TocEntry, type Written, writeToc} from './toc.ts'

const INT = 4

export type LargeObjectData = {readonly oid: number; readonly data: AsyncIterable<Buffer>}

async function* nothing(): AsyncGenerator<LargeObjectData, void, undefined> {}

/**
 * Writes an archive that pg_restore can read. `rows` gives the text of the COPY of an entry that has data, without the line
 * that ends it.
 */
export async function writeArchive(
  file: string,
  written: Written,
  rows: (entry: TocEntry) => AsyncIterable<Buffer>,
  largeObjects: () => AsyncIterable<LargeObjectData> = nothing,
): Promise<void> {
  const out = await open(file, 'wx', 0o600)
  try {
    let at = 0
    const write = async (bytes: Buffer) => {
      await out.write(bytes, 0, bytes.length, at)
      at += bytes.length
    }
    await write(writeToc(written))
    const writeChunks = async (data: AsyncIterable<Buffer>, end?: Buffer) => {
      for await (const chunk of deflated(data, end)) {
        await write(numbers(null, chunk.length))
        await write(chunk)
      }
      await write(numbers(null, 0))
    }
    const entries: TocEntry[] = []
    for (const entry of written.entries) {
      entries.push(entry.hasData ? {...entry, offset: at} : entry)
      if (!entry.hasData) continue
      await write(numbers(entry.type === 'BLOBS' ? BLOCK.largeObjects : BLOCK.rows, entry.id))
      if (entry.type !== 'BLOBS') await writeChunks(rows(entry), END)
      else
        for await (const {oid, data} of largeObjects()) {
          await write(numbers(null, oid))
          await writeChunks(data)
        }
      if (entry.type === 'BLOBS') await write(numbers(null, 0))
    }
    const head = writeToc({...written, entries})
    await out.write(head, 0, head.length, 0)
    await out.sync()
  } finally {
    await out.close()
  }
}

const END = Buffer.from('\\.\n\n\n')

async function* deflated(rows: AsyncIterable<Buffer>, end?: Buffer): AsyncGenerator<Buffer, void, undefined> {
  const deflate = createDeflate({chunkSize: 1 << 16})
  const feed = async () => {
    for await (const chunk of rows) if (!deflate.write(chunk)) await once(deflate, 'drain')
    deflate.end(end)
  }
  const fed = feed().catch((error: Error) => deflate.destroy(error))
  yield* Readable.from(deflate)
  await fed
}

function numbers(kind: number | null, int: number): Buffer {
  const writer = new ByteWriter(INT)
  if (kind !== null) writer.byte(kind)
  writer.int(int)
  return writer.bytes()
}
