import {PassThrough} from 'node:stream'
import {expect, test} from 'vitest'
import {type ConfirmOptions, confirm, confirmed} from '../../src/command/confirm.ts'

function terminal(answer: string | null): Pick<ConfirmOptions, 'input' | 'output' | 'interactive' | 'repeat' | 'yes'> {
  const input = new PassThrough()
  input.end(answer ?? '')
  return {input, output: new PassThrough(), interactive: true, repeat: 'pgplumb reset --yes', yes: false}
}

test.each(['y\n', 'YES\n'])('%j is a yes', async (answer) => {
  await expect(confirm('Reset dev?', terminal(answer))).resolves.toBeUndefined()
})

test.each(['n\n', '\n', 'yeah\n', null])('%j is a no', async (answer) => {
  await expect(confirm('Reset dev?', terminal(answer))).rejects.toMatchObject({code: 'needs_confirmation'})
})

test('a protected database is confirmed by its name, even with --yes', async () => {
  const options = {yes: true, protectedName: 'prod'}
  await expect(confirm('Reset?', {...terminal('prod\n'), ...options})).resolves.toBeUndefined()
  await expect(confirm('Reset?', {...terminal('y\n'), ...options})).rejects.toMatchObject({code: 'needs_confirmation'})
})

test('the command to repeat has each flag once', () => {
  expect(confirmed(['dev', '--yes', '--confirm', 'x', '--json'], 'prod')).toEqual([
    'dev',
    '--json',
    '--yes',
    '--confirm',
    'prod',
  ])
  expect(confirmed(['dev', '--confirm=x'])).toEqual(['dev', '--yes'])
})
