import {expect, test} from 'vitest'
import {renderPairs, renderTable} from '../../src/report/table.ts'

test('columns are aligned by what a reader sees', () => {
  const table = renderTable(
    [{title: 'database'}, {title: 'size', align: 'right'}, {title: 'state'}],
    [
      ['\u001b[1mdev\u001b[22m', '9 MB', 'ok'],
      ['名前', '1,024 MB', ''],
    ],
  )
  expect(table.split('\n')).toEqual([
    'database      size  state',
    '\u001b[1mdev\u001b[22m           9 MB  ok',
    '名前      1,024 MB',
  ])
})

test('pairs', () => {
  expect(
    renderPairs(
      [
        ['a', '1'],
        ['long', '2'],
      ],
      '  ',
    ),
  ).toBe('  a     1\n  long  2')
})
