import {expect, test} from 'vitest'
import {Failure} from '../../src/failure.ts'
import {failureJson, renderFailure} from '../../src/report/failure.ts'
import {plain as theme} from '../../src/report/theme.ts'

const failure = new Failure('sql_error', 'column "nmae" does not exist', {
  place: {file: 'sql/003_users.sql', line: 12, column: 13, text: '\tSELECT 名前, nmae FROM users'},
  detail: 'Perhaps you meant "users.name".',
  hint: 'correct it, then: pgplumb migrate',
})

test('says what, where, why and what mends it', () => {
  expect(renderFailure(failure, {theme})).toBe(
    [
      'error: column "nmae" does not exist',
      '  sql/003_users.sql:12:13',
      '    12 │     SELECT 名前, nmae FROM users',
      '       │                  ^',
      '  Perhaps you meant "users.name".',
      '  hint: correct it, then: pgplumb migrate',
    ].join('\n'),
  )
})

test('a long line is shown around the column', () => {
  const text = `${'a '.repeat(200)}HERE${' b'.repeat(200)}`
  const rendered = renderFailure(new Failure('x', 'm', {place: {file: 'f', line: 1, column: 401, text}}), {theme})
  const [, , line = '', caret = ''] = rendered.split('\n')
  expect(line.length).toBeLessThanOrEqual(80)
  expect(line.slice(caret.indexOf('^'), caret.indexOf('^') + 4)).toBe('HERE')
})

test('stays on one screen, and shows no stack unless debugging', () => {
  const long = new Failure('x', 'm', {detail: 'line\n'.repeat(500), cause: new Error('the cause')})
  expect(renderFailure(long, {theme}).split('\n').length).toBeLessThan(20)
  expect(renderFailure(long, {theme})).not.toContain('.ts:')
  const debugged = renderFailure(long, {theme, debug: true})
  expect(debugged).toContain('caused by Error: the cause')
  expect(debugged.split('\n').length).toBeGreaterThan(500)
})

test('a name from a database cannot steer the terminal', () => {
  expect(renderFailure(new Failure('x', 'table "\u001b[2J"'), {theme})).toBe('error: table "\\x1b[2J"')
})

test('as JSON', () => {
  expect(failureJson(new Failure('no_file', 'm'))).toEqual({
    error: {code: 'no_file', message: 'm', hint: null, detail: null},
  })
  expect(failureJson(failure)).toMatchObject({error: {place: {line: 12, column: 13}}})
})
