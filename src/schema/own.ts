import type {Entry} from './entry.ts'

const OWNED: ReadonlySet<string> = new Set([
  'TABLE',
  'VIEW',
  'MATERIALIZED VIEW',
  'FOREIGN TABLE',
  'SEQUENCE',
  'TYPE',
  'DOMAIN',
  'SCHEMA',
  'FUNCTION',
  'PROCEDURE',
  'AGGREGATE',
  'COLLATION',
  'CONVERSION',
  'OPERATOR',
  'OPERATOR CLASS',
  'OPERATOR FAMILY',
  'STATISTICS',
  'TEXT SEARCH CONFIGURATION',
  'TEXT SEARCH DICTIONARY',
  'PROCEDURAL LANGUAGE',
  'PUBLICATION',
  'SUBSCRIPTION',
  'EVENT TRIGGER',
  'FOREIGN DATA WRAPPER',
  'SERVER',
])

/** Whether an object has an owner of its own. pg_dump names one for indexes, policies and the like too: their table's. */
export const ownsItself = ({type, owner, text}: Entry): boolean =>
  owner !== null && OWNED.has(type) && !(type === 'SEQUENCE' && text.startsWith('ALTER TABLE'))
