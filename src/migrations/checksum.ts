import * as crypto from 'node:crypto'
import type {scanSync} from 'libpg-query'
import {loadParser} from '../schema/parse.ts'

/** Of the text as it is, but for line endings: cheap, and enough as long as nothing changed. */
export const textChecksum = (text: string): string => hash(unixLines(text))

/**
 * Of what the text means: comments, white space and the case of keywords do not count; constants do, and
 * so does everything within a function's body. What the scanner cannot read (the data of a COPY, psql's
 * own commands) counts as it is written.
 */
export async function checksum(text: string): Promise<string> {
  const {scanSync} = await loadParser()
  const tokens = meaning(unixLines(text), scanSync)
  return tokens === null ? textChecksum(text) : hash(tokens.join('\0'))
}

/** The same of a file, which is scanned once. */
export function fileChecksum(file: {readonly text: string}): Promise<string> {
  const sum = known.get(file) ?? checksum(file.text)
  known.set(file, sum)
  return sum
}

const known = new WeakMap<{readonly text: string}, Promise<string>>()

function meaning(text: string, scan: typeof scanSync): string[] | null {
  try {
    const tokens = text === '' ? [] : scan(text).tokens
    const texts = tokens.filter((token) => !token.tokenName.endsWith('_COMMENT')).map((token) => fold(token.text))
    const copies = texts.some((word, i) => word === 'stdin' && texts[i - 1] === 'from')
    return copies || texts.includes('\\') ? null : texts
  } catch {
    // Text that is not SQL throughout is no error here: it is compared as it is written.
    return null
  }
}

const unixLines = (text: string): string => (text.includes('\r') ? text.replaceAll('\r\n', '\n') : text)

const fold = (token: string): string => (/['"$]/.test(token) ? token : token.toLowerCase())

const hash = (text: string): string => crypto.hash('sha256', text)
