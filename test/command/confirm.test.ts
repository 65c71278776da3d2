import {PassThrough} from 'node:stream'
import {expect, test} from 'vitest'
import {type ConfirmOptions, confirm, confirmed} from '../../src/command/confirm.ts'

function terminal(answer: string | null): ConfirmOptions {
  const input = new PassThrough()
  input.end(answer ?? '')
  return {
    input,
    output: new PassThrough(),
    interactive: true,
    repeat: 'pgplumb reset --yes',
    yes: false,
    names: [],
    given: [],
  }
}

test.each(['y\n', 'YES\n'])('%j is a yes', async (answer) => {
  await expect(confirm('Reset dev?', terminal(answer))).resolves.toBeUndefined()
})

test.each(['n\n', '\n', 'yeah\n', null])('%j is a no', async (answer) => {
  await expect(confirm('Reset dev?', terminal(answer))).rejects.toMatchObject({code: 'needs_confirmation'})
})

test('a protected database is confirmed by its name, even with --yes', async () => {
  const options = {yes: true, names: [{name: 'prod', why: 'is protected'}]}
  await expect(confirm('Reset?', {...terminal('prod\n'), ...options})).resolves.toBeUndefined()
  await expect(confirm('Reset?', {...terminal('y\n'), ...options})).rejects.toMatchObject({code: 'needs_confirmation'})
})

test('several names are each confirmed, by a flag or by typing; another name is refused', async () => {
  const names = ['acme', 'globex'].map((name) => ({name, why: 'is to be dropped'}))
  const options = {...terminal('globex\n'), yes: true, names}
  await expect(confirm('Drop?', {...options, given: ['acme', 'globex']})).resolves.toBeUndefined()
  await expect(confirm('Drop?', {...options, given: ['acme']})).resolves.toBeUndefined()
  await expect(confirm('Drop?', {...terminal('acme\n'), yes: true, names, given: ['acme']})).rejects.toMatchObject({
    code: 'needs_confirmation',
  })
  await expect(confirm('Drop?', {...options, given: ['acme', 'initech', 'globex']})).rejects.toMatchObject({
    message: '--confirm names "initech", but it is about "acme" and "globex"',
  })
  await expect(confirm('Drop?', {...options, interactive: false, given: ['globex']})).rejects.toMatchObject({
    message: 'Drop? Nobody is there to answer, so "acme" is to be dropped: it needs --confirm',
  })
  expect(confirmed(['acme', 'globex'], names)).toEqual([
    'acme',
    'globex',
    '--yes',
    '--confirm',
    'acme',
    '--confirm',
    'globex',
  ])
})

test('the command to repeat has each flag once', () => {
  expect(confirmed(['dev', '--yes', '--confirm', 'x', '--json'], [{name: 'prod', why: ''}])).toEqual([
    'dev',
    '--json',
    '--yes',
    '--confirm',
    'prod',
  ])
  expect(confirmed(['dev', '--confirm=x'])).toEqual(['dev', '--yes'])
})
