import {Failure} from '../../failure.ts'

const PAIR = /\s*([A-Za-z_][\w-]*)\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)'|((?:[^\s\\']|\\[\s\S])*))(?=\s|$)\s*/y

/**
 * Reads `host=localhost password='it''s'`: values are quoted with ' and escaped with \.
 * @throws Failure `bad_url`
 */
export function parsePairs(text: string): [string, string][] {
  const pairs: [string, string][] = []
  PAIR.lastIndex = 0
  while (PAIR.lastIndex < text.length) {
    const match = PAIR.exec(text)
    if (!match)
      throw new Failure('bad_url', 'the connection string is neither a postgres:// URL nor key=value pairs', {
        hint: "as in postgres://user@host:5432/database, or host=localhost dbname=app; values with spaces in '…'",
      })
    const [, name = '', quoted, plain] = match
    pairs.push([name, (quoted ?? plain ?? '').replace(/\\([\s\S])/g, '$1')])
  }
  return pairs
}
