import {quoteIdent} from '../postgres/quote.ts'
import {collect, type Entry, keyOf, type Schema} from '../schema/entry.ts'
import {fill} from './rewrite/pattern.ts'
import {patternOf} from './rewrite/references.ts'

/** Stands for the tenant's own schema: no real schema has this name. */
export const PLACEHOLDER = '<tenant>'

/**
 * The objects of one schema with its name taken out, so that those of two tenants are the same text. What names another
 * tenant's schema, or the template's, still does.
 */
export function withoutName({serverVersion, entries}: Schema, name: string): Schema {
  const own: Entry[] = []
  const take = renamer(name, PLACEHOLDER)
  for (const entry of entries.values()) {
    const place = placeOf(entry, name)
    if (place) own.push({...entry, ...place, text: take(entry.text)})
  }
  return {serverVersion, entries: collect(own)}
}

/**
 * The same for objects of these keys alone, by the parser: it tells a schema's name from an alias, and knows which
 * strings are SQL. The parser must be loaded.
 */
export function withoutNameExactly({entries}: Schema, name: string, keys: ReadonlySet<string>): Map<string, string> {
  const texts = new Map<string, string>()
  for (const entry of entries.values()) {
    const place = placeOf(entry, name)
    const key = place && keyOf({...entry, ...place})
    if (key !== null && keys.has(key)) texts.set(key, fill(patternOf(entry.text, name), PLACEHOLDER))
  }
  return texts
}

/** Where an entry stands once the name is taken out; null where it is not of that schema. */
function placeOf(entry: Entry, name: string): Pick<Entry, 'schema' | 'tag'> | null {
  if (entry.schema === name) return {schema: PLACEHOLDER, tag: entry.tag}
  if (entry.schema !== null || !isAboutSchema(entry, name)) return null
  return {schema: null, tag: entry.type === 'SCHEMA' ? PLACEHOLDER : `SCHEMA ${PLACEHOLDER}`}
}

/** The schema that an object is in, or is about; null where it is of none. */
export function schemaOfEntry({type, schema, tag}: Entry): string | null {
  if (schema !== null) return schema
  if (type === 'SCHEMA') return tag
  const [, quoted, plain] = /^SCHEMA (?:"(.*)"|(.*))$/s.exec(tag) ?? []
  return quoted?.replaceAll('""', '"') ?? plain ?? null
}

/** The schema itself, its comment and the grants on it. */
const isAboutSchema = ({type, tag}: Entry, name: string): boolean =>
  (type === 'SCHEMA' && tag === name) ||
  ((type === 'COMMENT' || type === 'ACL') && (tag === `SCHEMA ${name}` || tag === `SCHEMA ${quoteIdent(name)}`))

/** A string constant with its cast to an object's name, or a dollar-quoted body. */
const CONSTANT = /'(?:[^']|'')*'(?:::reg\w+)?|\$(\w*)\$[\s\S]*?\$\1\$/

/**
 * Replaces a schema's name where pg_dump writes it as such: before a dot in names, function bodies and regclass
 * constants, and after SCHEMA. A string that holds the same word is data and stays.
 */
function renamer(from: string, to: string): (text: string) => string {
  const name = `(?:${escapeRegExp(from)}|${escapeRegExp(quoteIdent(from))})`
  const reference = `(?<![\\w$".])${name}(?=\\.)|(?<=\\bSCHEMA )${name}(?![\\w$"])`
  const references = new RegExp(reference, 'gu')
  const pattern = new RegExp(`${CONSTANT.source}|${reference}`, 'gu')
  const replacement = quoteIdent(to)
  const rename = (text: string): string => text.replace(references, () => replacement)
  return (text) =>
    text.replace(pattern, (token) => {
      if (token.startsWith('$')) return rename(token)
      if (!token.startsWith("'")) return replacement
      return OBJECT_NAME.test(token) ? rename(token) : token
    })
}

const OBJECT_NAME = /::reg\w+$/

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
