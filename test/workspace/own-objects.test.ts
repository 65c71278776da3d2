import {expect, test} from 'vitest'
import {isOwnObject} from '../../src/workspace/own-objects.ts'

const entry = (type: string, schema: string | null, tag: string) => ({type, schema, tag, owner: null, text: ''})

test.each([
  ['TABLE', 'public', 'schema_migrations'],
  ['CONSTRAINT', 'public', 'schema_migrations schema_migrations_pkey'],
  ['COMMENT', 'public', 'TABLE schema_migrations'],
  ['COMMENT', 'public', 'COLUMN schema_migrations.version'],
  ['ACL', 'public', 'TABLE schema_migrations'],
  ['SCHEMA', null, 'pgplumb'],
  ['ACL', null, 'SCHEMA pgplumb'],
  ['TABLE', 'pgplumb', 'maintenance_history'],
])('%s %s %s is of pgplumb itself', (type, schema, tag) => {
  expect(isOwnObject(entry(type, schema, tag))).toBe(true)
})

test.each([
  ['TABLE', 'public', 'schema_migrations_archive'],
  ['TABLE', 'app', 'schema_migrations'],
  ['COMMENT', 'public', 'TABLE schema_migrations_archive'],
  ['TABLE', 'public', 'pgplumb'],
  ['MEMBERSHIP', null, 'app in pgplumb'],
  ['SCHEMA', null, 'pgplumbing'],
])('%s %s %s is of the user', (type, schema, tag) => {
  expect(isOwnObject(entry(type, schema, tag))).toBe(false)
})
