import {quoteLiteral} from '../postgres/quote.ts'
import type {Entry, Schema} from './entry.ts'

const PREAMBLE = `SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = off;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;`

/** What belongs to the server and not to the database, and what cannot be made by a statement of its own. */
const LEFT_OUT = new Set(['EXTENSION VERSION', 'ROLE', 'MEMBERSHIP', 'SETTING', 'INVALID INDEX'])

/** A query of several statements is one transaction, and holds a lock on all that it makes until its end. */
const BATCH = 300

/** Queries, to be run in order in one session, that make the whole schema in an empty database. */
export function schemaSql(schema: Schema): string[] {
  const entries = [...schema.entries.values()]
  const texts = [
    ...entries.filter(({type}) => !LEFT_OUT.has(type)).map(({text}) => terminated(text)),
    ...entries.flatMap(invalidIndex),
  ]
  const batches = [PREAMBLE]
  for (let from = 0; from < texts.length; from += BATCH) batches.push(texts.slice(from, from + BATCH).join('\n\n'))
  return batches
}

const terminated = (text: string): string => (text.endsWith(';') ? text : `${text};`)

/** An INVALID index can only be made by marking a valid one. */
function invalidIndex({type, schema, tag, text}: Entry): string[] {
  if (type !== 'INVALID INDEX') return []
  const name = `${quoteLiteral(schema ?? '')} AND c.relname = ${quoteLiteral(tag)}`
  return [
    terminated(text),
    `UPDATE pg_catalog.pg_index SET indisvalid = false
 WHERE indexrelid = (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ${name});`,
  ]
}
