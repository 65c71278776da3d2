import {ident} from '../name.ts'
import {type LintRule, onStatement} from '../rule.ts'
import {bodyOf} from '../tree.ts'

export const dropSchema: LintRule = {
  name: 'drop-schema',
  group: 'data',
  severity: 'error',
  what: 'DROP SCHEMA and DROP DATABASE',
  why: 'All that is in it is gone. With CASCADE so is what depends on it elsewhere.',
  cure: 'not in a migration: move what is kept, take a dump, and drop it by hand',
  unsafe: 'DROP SCHEMA IF EXISTS old CASCADE;',
  safe: 'CREATE SCHEMA IF NOT EXISTS old;',
  checks: [
    onStatement('DropStmt', function* ({removeType, objects = [], behavior}, _, {model}) {
      if (removeType !== 'OBJECT_SCHEMA') return
      for (const object of objects) {
        const name = bodyOf(object, 'String')?.sval ?? ''
        if (!model.newSchemas.has(name))
          yield {
            message: `the schema ${ident(name)}${behavior === 'DROP_CASCADE' ? ' and all that is in it' : ''} is gone for good`,
          }
      }
    }),
    onStatement('DropdbStmt', function* ({dbname = ''}) {
      yield {message: `the database ${ident(dbname)} is gone for good`}
    }),
  ],
}
