/** Reads numbers and texts as pg_dump's archives have them. Throws RangeError at the end of the bytes. */
export class ByteReader {
  readonly #bytes: Buffer
  readonly #intSize: number
  at: number

  constructor(bytes: Buffer, at: number, intSize = 4) {
    this.#bytes = bytes
    this.#intSize = intSize
    this.at = at
  }

  byte(): number {
    return this.#bytes.readUInt8(this.at++)
  }

  /** A sign, and then the least byte first. */
  int(): number {
    const negative = this.byte() !== 0
    const value = this.unsigned(this.#intSize)
    return negative ? -value : value
  }

  unsigned(size: number): number {
    let value = 0
    for (let index = 0; index < size; index++) value += this.byte() * 256 ** index
    return value
  }

  text(): string | null {
    const length = this.int()
    if (length < 0) return null
    const end = this.at + length
    if (end > this.#bytes.length) throw new RangeError('the bytes end within a text')
    const text = this.#bytes.toString('utf8', this.at, end)
    this.at = end
    return text
  }
}

/** Writes what `ByteReader` reads. */
export class ByteWriter {
  readonly #parts: Buffer[] = []
  readonly #intSize: number

  constructor(intSize: number) {
    this.#intSize = intSize
  }

  raw(bytes: Buffer): void {
    this.#parts.push(bytes)
  }

  byte(value: number): void {
    this.#parts.push(Buffer.of(value))
  }

  int(value: number): void {
    this.byte(value < 0 ? 1 : 0)
    this.unsigned(Math.abs(value), this.#intSize)
  }

  unsigned(value: number, size: number): void {
    const bytes = Buffer.alloc(size)
    let rest = value
    for (let index = 0; index < size; index++) {
      bytes[index] = rest % 256
      rest = Math.floor(rest / 256)
    }
    this.#parts.push(bytes)
  }

  text(text: string | null): void {
    const bytes = text === null ? null : Buffer.from(text)
    this.int(bytes?.length ?? -1)
    if (bytes) this.#parts.push(bytes)
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }
}
