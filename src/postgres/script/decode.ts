import {isUtf8} from 'node:buffer'
import {Failure} from '../../failure.ts'
import {placeAt} from './place.ts'

const SIGNATURES = [
  {
    bytes: [0x50, 0x47, 0x44, 0x4d, 0x50],
    what: 'a pg_dump archive (custom format)',
    hint: 'turn it into SQL: pg_restore -f schema.sql FILE',
  },
  {bytes: [0x1f, 0x8b], what: 'compressed (gzip)', hint: 'unpack it first: gunzip FILE'},
  {bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'compressed (zstd)', hint: 'unpack it first: unzstd FILE'},
  {bytes: [0xff, 0xfe], what: 'UTF-16 text', hint: 'save it as UTF-8'},
  {bytes: [0xfe, 0xff], what: 'UTF-16 text', hint: 'save it as UTF-8'},
]

/**
 * The text of a SQL file: UTF-8, with or without a byte order mark.
 * @throws Failure `binary_file`, `bad_encoding`
 */
export function decodeScript(bytes: Uint8Array, file: string): string {
  const known = SIGNATURES.find((signature) => signature.bytes.every((byte, index) => bytes[index] === byte))
  if (known)
    throw new Failure('binary_file', `${file} is ${known.what}, not SQL text`, {hint: known.hint, place: {file}})
  const nul = bytes.indexOf(0)
  if (nul !== -1) {
    throw new Failure('binary_file', `${file} is a binary file, not SQL text: it has a NUL byte at offset ${nul}`, {
      hint: 'give a file of SQL statements',
      place: {file, line: lineOfByte(bytes, nul)},
    })
  }
  if (!isUtf8(bytes)) throw badEncoding(bytes, file)
  return new TextDecoder().decode(bytes)
}

function badEncoding(bytes: Uint8Array, file: string): Failure {
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start)
    const end = newline === -1 ? bytes.length : newline
    if (!isUtf8(bytes.subarray(start, end))) break
    start = end + 1
  }
  return new Failure('bad_encoding', `${file} is not UTF-8 text`, {
    hint: 'dump it again with pg_dump --encoding=UTF8, or convert it: iconv -f LATIN1 -t UTF-8 FILE',
    place: {file, line},
  })
}

function lineOfByte(bytes: Uint8Array, offset: number): number {
  let line = 1
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) line++
  return line
}

/** The text of a script that may already be decoded. */
export function textOf(content: Uint8Array | string, file: string): string {
  if (typeof content !== 'string') return decodeScript(content, file)
  const nul = content.indexOf('\0')
  if (nul === -1) return content.charCodeAt(0) === 0xfeff ? content.slice(1) : content
  throw new Failure('binary_file', `${file} is a binary file, not SQL text: it has a NUL character`, {
    place: placeAt(file, content, nul),
  })
}
