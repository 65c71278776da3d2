import {createReadStream} from 'node:fs'
import {ArchiveError} from './toc.ts'

export const BLOCK = {rows: 1, largeObjects: 3} as const

/** A block of data: whose, and where it starts. */
export type Block = {readonly kind: number; readonly id: number; readonly offset: number}

/**
 * Reads an archive's file from somewhere on, forwards only and in pieces.
 * @throws ArchiveError where the file ends too early
 */
export class BlockReader {
  readonly #pieces: AsyncIterator<Buffer>
  readonly #intSize: number
  #piece: Buffer = Buffer.alloc(0)
  #at = 0
  /** In the file. */
  position: number

  constructor(file: string, position: number, intSize: number) {
    this.#pieces = createReadStream(file, {start: position, highWaterMark: 1 << 18})[Symbol.asyncIterator]()
    this.#intSize = intSize
    this.position = position
  }

  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  /** The head of the next block; null at the end of the file. */
  async next(): Promise<Block | null> {
    const offset = this.position
    const kind = await this.#byte()
    if (kind === null) return null
    const id = await this.int()
    if ((kind !== BLOCK.rows && kind !== BLOCK.largeObjects) || id <= 0)
      throw new ArchiveError('a block of it has no head')
    return {kind, id, offset}
  }

  /** What is in the block, still compressed. Large objects begin with `int()`, their number, and end with 0. */
  async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    for (let left = await this.int(); left > 0; left = await this.int())
      while (left > 0) {
        const some = await this.#some(left)
        left -= some.length
        yield some
      }
  }

  async skip({kind}: Block): Promise<void> {
    if (kind === BLOCK.rows) return this.#pass()
    while ((await this.int()) !== 0) await this.#pass()
  }

  async int(): Promise<number> {
    const negative = await this.#byte()
    let value = 0
    for (let index = 0; index < this.#intSize; index++) value += ((await this.#byte()) ?? ended()) * 256 ** index
    if (negative === null) ended()
    return negative ? -value : value
  }

  async #pass(): Promise<void> {
    for await (const _ of this.chunks());
  }

  async #byte(): Promise<number | null> {
    if (this.#at === this.#piece.length && !(await this.#fill())) return null
    this.position++
    return this.#piece[this.#at++] ?? null
  }

  async #some(most: number): Promise<Buffer> {
    if (this.#at === this.#piece.length && !(await this.#fill())) ended()
    const some = this.#piece.subarray(this.#at, this.#at + most)
    this.#at += some.length
    this.position += some.length
    return some
  }

  async #fill(): Promise<boolean> {
    const {value, done} = await this.#pieces.next()
    this.#piece = done ? Buffer.alloc(0) : value
    this.#at = 0
    return !done
  }
}

function ended(): never {
  throw new ArchiveError('it ends too early')
}
