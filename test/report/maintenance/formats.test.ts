import {expect, test} from 'vitest'
import {nagios} from '../../../src/report/maintenance/nagios.ts'
import {prometheus} from '../../../src/report/maintenance/prometheus.ts'
import {outcomeOf, type RunReport} from '../../../src/report/maintenance/run.ts'

const startedAt = new Date('2026-03-10T02:00:00Z')
const action = (outcome: string, more = {}) => ({
  ...{task: 'vacuum', object: 'public.t', reason: 'dead rows', outcome, startedAt, ms: 1500, error: null},
  before: {bytes: 3000, deadRows: 1},
  after: {bytes: 1000, deadRows: 0},
  ...more,
})
const run = (actions: RunReport['actions']): RunReport => ({
  ...{database: 'a "b"', schedule: 'daily', startedAt, endedAt: new Date('2026-03-10T02:00:10Z')},
  outcome: outcomeOf(actions),
  actions,
})

test('metrics: every line is a comment or a sample, and the labels are escaped', () => {
  const text = prometheus(run([action('done'), action('done'), action('failed', {after: null})]))
  for (const line of text.split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+\{(\w+="([^"\\]|\\.)*",?)+\} \d+(\.\d+)?)$/)
  expect(text).toContain(
    'pgplumb_maintenance_actions{database="a \\"b\\"",schedule="daily",task="vacuum",outcome="done"} 2',
  )
  expect(text).toContain('pgplumb_maintenance_saved_bytes{database="a \\"b\\"",schedule="daily"} 4000')
  expect(text).toContain('pgplumb_maintenance_success{database="a \\"b\\"",schedule="daily"} 0')
})

test('a line for Nagios, with performance data, and what is wrong below it', () => {
  expect(nagios(run([action('done')]))).toBe(
    'PGPLUMB OK - daily maintenance of a "b": 1 done | done=1 skipped=0 stopped=0 failed=0;0 time=10.0s saved=2000B',
  )
  expect(
    nagios(run([action('done'), action('failed', {error: 'disk | full\nagain'}), action('stopped')])).split('\n'),
  ).toEqual([
    expect.stringMatching(/^PGPLUMB WARNING - daily maintenance of a "b": 1 done, 1 stopped, 1 failed \| /),
    'vacuum public.t: disk / full again',
  ])
})
