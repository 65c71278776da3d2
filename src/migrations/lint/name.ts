import type {RangeVar} from 'libpg-query'
import {identifier} from '../../schema/words.ts'

const known = new Map<string, string>()

/** An identifier as a person writes it. Asking the scanner is slow enough to remember its answers. */
export function ident(name: string): string {
  let text = known.get(name)
  if (text === undefined) {
    text = identifier(name)
    known.set(name, text)
  }
  return text
}

/** As the file has it: with the schema where that was written. */
export const rangeText = ({schemaname, relname = ''}: RangeVar): string =>
  schemaname === undefined ? ident(relname) : `${ident(schemaname)}.${ident(relname)}`

export const identList = (names: readonly string[]): string => names.map(ident).join(', ')

/** A name made of others, as long as PostgreSQL lets it be. */
export const madeName = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .join('_')
    .slice(0, 63)
