import {expect, test} from 'vitest'
import {type FleetView, needsLook, renderFleet, renderQueued} from '../../src/report/fleet.ts'
import {createTheme} from '../../src/report/theme.ts'

const theme = await createTheme({env: {NO_COLOR: '1'}, stream: process.stdout})

const RUN: FleetView['runs'][number] = {
  ...{id: 7, kind: 'migrate', options: {upTo: '012'}, begunAt: new Date(0), stopped: null, drift: null, failures: []},
  ...{total: 1000, done: 340, failed: 0, running: 8, queued: 652, waiting: 0, notBegun: 0},
  ...{perSecond: 33.4, goesOn: true},
}
const problem = {code: 'x', hint: null, detail: null, place: null}
const WORKERS: FleetView['workers'] = [
  {host: 'app-1', pid: 4711, alive: true, ended: 200, running: ['acme', 'globex']},
  {host: 'app-2', pid: 12, alive: false, ended: 140, running: ['initech']},
]

test('what goes on: how far, how fast, how long still; failures once for all that have them; who died', () => {
  const failures = ['acme', 'globex', 'hooli'].map((name, index) => ({
    shard: `crm${(index % 2) + 1}`,
    name,
    problem: {...problem, message: `tenant_${name} is locked`},
  }))
  const view: FleetView = {runs: [{...RUN, failed: 3, done: 337, failures}], workers: WORKERS}
  expect(renderFleet(view, {theme, width: 100})).toMatchInlineSnapshot(`
    "run  work            tenants  done  failed  left  a second  state
      7  migrate to 012    1,000   337       3   660        33  about 20 s left

    3 tenants: tenant_acme is locked
      crm1/acme, crm2/globex, crm1/hooli

    worker   pid  did  is at
    app-1   4711  200  acme, globex
    app-2     12  140  died at initech"
  `)
  expect(needsLook(view)).toBe(true)
})

test.each([
  [{waiting: 600, queued: 52}, 'canaries first, 600 wait'],
  [{perSecond: null, done: 0, running: 0, queued: 1000}, 'waits for a worker'],
  [{perSecond: null, done: 0, running: 4, queued: 996}, 'begins'],
  [{goesOn: false, done: 1000, running: 0, queued: 0}, 'done'],
  [
    {goesOn: false, stopped: 'canary', failed: 1, done: 0, running: 0, queued: 0, notBegun: 999},
    'stopped by a canary, 999 not begun',
  ],
  [
    {goesOn: false, stopped: 'max-failures', failed: 10, running: 0, queued: 0, notBegun: 650},
    'stopped by --max-failures, 650 not begun',
  ],
] as const)('%o: %s', (changed, state) => {
  expect(renderFleet({runs: [{...RUN, ...changed}], workers: []}, {theme, width: 100})).toContain(state)
})

test('nothing to see is said, and needs no look', () => {
  const done = {...RUN, goesOn: false, done: 1000, running: 0, queued: 0}
  expect(needsLook({runs: [done], workers: []})).toBe(false)
  expect(renderFleet({runs: [], workers: []}, {theme, width: 100})).toBe('nothing was put on the queue yet')
})

test('what was queued, with what ran in the templates', () => {
  const queued = {run: 7, added: 998, known: 0, joined: false, current: 2, shards: ['crm1', 'crm2']}
  const templates = {crm1: ['012'], crm2: []}
  expect(renderQueued({...queued, templates}, 'to migrate', theme)).toMatchInlineSnapshot(`
    "crm1: the template has 012
    run 7: 998 tenants to migrate, 2 up to date, in crm1, crm2
    pgplumb fleet work --until-done does it, on as many machines as you like
    pgplumb fleet status 7 shows how far it is"
  `)
  expect(renderQueued({...queued, run: null, added: 0, current: 1000}, 'to migrate', theme)).toMatchInlineSnapshot(
    `"crm1, crm2: nothing to migrate; 1,000 tenants up to date"`,
  )
})
