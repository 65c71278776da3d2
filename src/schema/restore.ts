import {quoteLiteral} from '../postgres/quote.ts'
import type {Entry, Schema} from './entry.ts'
import {exclusions} from './plan/exclusion.ts'
import {ownedSequences, ownerSql} from './plan/owner.ts'
import {settingSql} from './plan/setting.ts'

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

/** What pg_dump makes after the rows have come. */
const AFTER_ROWS = new Set([
  'INDEX',
  'CONSTRAINT',
  'CHECK CONSTRAINT',
  'FK CONSTRAINT',
  'TRIGGER',
  'EVENT TRIGGER',
  'RULE',
  'POLICY',
  'ROW SECURITY',
  'INDEX ATTACH',
  'STATISTICS',
  'PUBLICATION',
  'SUBSCRIPTION',
])

const WANTED_BY_ROWS = new Set(['TABLE', 'DEFAULT', 'SEQUENCE OWNED BY', 'TABLE ATTACH'])
/** What may need what waits. */
const WAITS_TOO = new Set(['VIEW', 'MATERIALIZED VIEW', 'COMMENT', 'ACL', 'DEFAULT ACL', 'SECURITY LABEL'])

export type CloneSql = {
  /** Queries that make what rows need. */
  readonly before: readonly string[]
  /** Queries that make the rest: indexes, constraints, triggers, settings. */
  readonly after: readonly string[]
}

/** Queries, to be run in order in one session, that make the whole schema in an empty database; between them rows can be filled in. */
export function cloneSql(schema: Schema, owners = false): CloneSql {
  const entries = [...schema.entries.values()].filter(({type}) => !LEFT_OUT.has(type))
  const first = entries.findIndex(({type}) => AFTER_ROWS.has(type))
  // Of several schemas put together, tables may stand behind what waits for the rows.
  const last = entries.findLastIndex(({type}) => WANTED_BY_ROWS.has(type))
  const at = Math.max(first < 0 ? entries.length : first, last + 1)
  const waits = ({type}: Entry, index: number): boolean =>
    index >= at || AFTER_ROWS.has(type) || (first >= 0 && index > first && WAITS_TOO.has(type))
  const owned = owners ? ownedSequences(entries) : new Set<string>()
  const instead = exclusions(schema)
  const text = (list: readonly Entry[]): string[] =>
    list.flatMap((entry) => (instead(entry) ?? [entry.text]).map(terminated))
  return {
    before: [
      PREAMBLE,
      ...batches([
        ...text(entries.filter((entry, index) => !waits(entry, index))),
        ...[...schema.entries.values()].flatMap(invalidIndex),
      ]),
    ],
    after: [
      ...batches([
        ...text(entries.filter(waits)),
        ...(owners ? entries.flatMap((entry) => ownerSql(entry, entry.owner, owned).map(terminated)) : []),
      ]),
      ...settingsSql(schema),
    ],
  }
}

function batches(texts: readonly string[]): string[] {
  const made: string[] = []
  for (let from = 0; from < texts.length; from += BATCH) made.push(texts.slice(from, from + BATCH).join('\n\n'))
  return made
}

/** The settings of the database, which do not come with a copy of it. */
const settingsSql = (schema: Schema): string[] =>
  [...schema.entries.values()]
    .filter(({type, text}) => type === 'SETTING' && /^ALTER (?:DATABASE|ROLE .*? IN DATABASE) CURRENT /s.test(text))
    .map(settingSql)

const terminated = (text: string): string => (text.endsWith(';') ? text : `${text};`)

/** An INVALID index can only be made by marking a valid one; as long as it is not ready, rows may contradict it. */
function invalidIndex({type, schema, tag, text}: Entry): string[] {
  if (type !== 'INVALID INDEX') return []
  const name = `${quoteLiteral(schema ?? '')} AND c.relname = ${quoteLiteral(tag)}`
  return [
    terminated(text),
    `UPDATE pg_catalog.pg_index SET indisvalid = false, indisready = false
 WHERE indexrelid = (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ${name});`,
  ]
}
