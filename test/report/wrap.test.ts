import {expect, test} from 'vitest'
import {wrap} from '../../src/report/wrap.ts'

test('breaks at spaces, with a hanging indent', () => {
  expect(wrap('one two three four', 10, '- ', '  ')).toEqual(['- one two', '  three', '  four'])
})

test('never cuts a name in two', () => {
  const name = `public.${'x'.repeat(60)}`
  expect(wrap(`column ${name} differs`, 20)).toEqual(['column', name, 'differs'])
})

test("keeps a line's own indent", () => {
  expect(wrap('    id integer NOT NULL', 14, '+ ', '+   ')).toEqual([
    '+     id',
    '+       integer',
    '+       NOT',
    '+       NULL',
  ])
})
