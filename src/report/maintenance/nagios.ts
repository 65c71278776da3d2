import {problems, type RunReport, saved} from './run.ts'

/**
 * A run as a line for Nagios, Icinga and their kin, with performance data; further lines name what is wrong. The exit
 * code is the command's: 0 OK, 1 WARNING, 2 CRITICAL.
 * https://nagios-plugins.org/doc/guidelines.html
 */
export function nagios(run: RunReport): string {
  const {database, schedule, startedAt, endedAt, outcome, actions} = run
  const wrong = problems(actions)
  const state = wrong.length > 0 ? 'WARNING' : 'OK'
  const count = (wanted: string) => actions.filter((action) => action.outcome === wanted).length
  const said = [
    `${count('done')} done`,
    ...(['skipped', 'stopped', 'failed', 'found'] as const).flatMap((one) =>
      count(one) ? [`${count(one)} ${one}`] : [],
    ),
  ].join(', ')
  const data = [
    `done=${count('done')}`,
    `skipped=${count('skipped')}`,
    `stopped=${count('stopped')}`,
    `failed=${count('failed')};0`,
    `time=${((endedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1)}s`,
    `saved=${saved(actions)}B`,
  ].join(' ')
  const what = `${schedule ? `${schedule} maintenance` : 'maintenance'} of ${database}`
  return [
    `PGPLUMB ${state} - ${what}${outcome === 'stopped' ? ', to be gone on with' : ''}: ${said} | ${data}`,
    ...wrong.map(({task, object, reason, error}) => line(`${task} ${object}: ${error ?? reason}`)),
  ].join('\n')
}

// A bar begins performance data.
const line = (text: string): string => text.replaceAll('|', '/').replaceAll(/\s+/g, ' ')
