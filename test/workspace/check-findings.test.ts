import {expect, test} from 'vitest'
import type {Finding} from '../../src/finding.ts'
import {findingsOfAll} from '../../src/workspace/check-findings.ts'

const finding = (message: string): Finding => ({
  rule: 'r',
  severity: 'warning',
  object: {kind: 'table', identity: 'public.a'},
  file: null,
  line: null,
  message,
  cure: null,
  sql: null,
})
const said = (...results: [string | null, ...string[]][]): string[] =>
  findingsOfAll(results.map(([database, ...messages]) => ({database, findings: messages.map(finding)}))).map(
    ({message}) => message,
  )

test('what several databases have in common is said once, with where it is', () => {
  expect(said(['dev', 'no key', 'no index'], ['test', 'no key'])).toEqual(['no key (dev, test)', 'no index (dev)'])
})

test('of one database, of files, and of what names its database already nothing is added', () => {
  expect(said(['dev', 'no key'], ['dev', 'no index'])).toEqual(['no key', 'no index'])
  expect(said([null, 'no key'], ['dev', 'dev: behind'], ['test'])).toEqual(['no key', 'dev: behind'])
})
