import {scanSync} from 'libpg-query'
import {type LintRule, onEvery} from '../rule.ts'

const LONGEST = 63
// Nearly every statement is told by this that it has none; its tokens need not be cut.
const MAY_BE = /[\w$\x80-\uffff]{22}|"[^"]{22}/

export const identifierTooLong: LintRule = {
  name: 'identifier-too-long',
  group: 'data',
  severity: 'error',
  what: 'a name of more than 63 bytes',
  why: 'PostgreSQL cuts it off and only says so in a notice; two such names may become one.',
  cure: 'a shorter name',
  unsafe: `ALTER TABLE orders ADD COLUMN IF NOT EXISTS ${'a'.repeat(64)} text;`,
  safe: `ALTER TABLE orders ADD COLUMN IF NOT EXISTS ${'a'.repeat(63)} text;`,
  checks: [
    onEvery(function* ({script: {text}}) {
      if (!MAY_BE.test(text)) return
      // The parser itself cuts names off, so that only the text has them whole.
      for (const token of scanSync(text).tokens) {
        const name =
          token.tokenName === 'IDENT' || token.text.startsWith('"') ? token.text.replace(/^"(.*)"$/s, '$1') : ''
        const length = Buffer.byteLength(name.replaceAll('""', '"'))
        if (length > LONGEST) yield {message: `${name} has ${length} bytes, and is cut to ${LONGEST}`, at: token.start}
      }
    }),
  ],
}
