import {expect, test} from 'vitest'
import {bin} from '../support/cli.ts'
import {temporaryFolder} from '../support/folder.ts'
import {outcome, startNode} from '../support/process.ts'

/** Both ways: the short one, and, because of a flag, that of the whole command line. */
async function validate(files: Readonly<Record<string, string>>, args: readonly string[] = [], env = {}) {
  const folder = temporaryFolder({'pgplumb.yaml': '{}', ...files})
  const run = (...more: string[]) => outcome(startNode([bin, 'validate', ...args, ...more], env, folder))
  const [atOnce, whole] = [await run(), await run('--format', 'text')]
  expect(atOnce).toEqual(whole)
  return atOnce
}

test('validate says at once that files are valid, in the words of the whole command', async () => {
  const files = {'sql/schema.sql': 'CREATE TABLE a ();', 'sql/seeds/1.sql': 'SELECT 1;'}
  const valid = '2 files are valid: sql/schema.sql, sql/seeds/1.sql\n'
  expect(await validate(files)).toEqual({code: 0, stdout: valid, stderr: ''})
  expect(await validate(files, ['sql/seeds/1.sql'])).toMatchObject({stdout: '1 file is valid: sql/seeds/1.sql\n'})
  expect(await validate(files, [], {FORCE_COLOR: '1'})).toMatchObject({stdout: expect.stringContaining('\u001b[32m2')})
})

test('what is wrong, or to be warned of, is said by the whole command', async () => {
  expect(await validate({'sql/schema.sql': 'CREATE TABEL a ();'})).toMatchObject({code: 1})
  expect(await validate({'sql/schema.sql': 'SELECT 1;'}, ['none.sql'])).toMatchObject({code: 2})
  expect(await validate({'pgplumb.yaml': 'schema: [', 'sql/schema.sql': 'SELECT 1;'})).toMatchObject({code: 2})
  expect(await validate({})).toMatchObject({code: 2, stderr: expect.stringContaining('schema')})
})
