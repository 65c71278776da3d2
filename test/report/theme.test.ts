import {expect, test} from 'vitest'
import {createTheme, plain} from '../../src/report/theme.ts'

test.each([
  [{}, true, true],
  [{}, false, false],
  [{NO_COLOR: '1'}, true, false],
  [{NO_COLOR: ''}, true, true],
  [{TERM: 'dumb'}, true, false],
  [{FORCE_COLOR: '1'}, false, true],
  [{FORCE_COLOR: ''}, false, true],
  [{FORCE_COLOR: '0'}, true, false],
  [{FORCE_COLOR: '1', NO_COLOR: '1'}, false, true],
])('with %j on a terminal: %s, it colours: %s', async (env, isTTY, colored) => {
  const theme = await createTheme({env, stream: {isTTY}})
  expect(theme.colored).toBe(colored)
  expect(theme.bad('x')).toBe(colored ? '\u001b[31mx\u001b[39m' : 'x')
})

test('plain leaves text as it is', () => {
  expect(plain.heading('x')).toBe('x')
})
