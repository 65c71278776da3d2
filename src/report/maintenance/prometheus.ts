import {type RunReport, saved, tally} from './run.ts'

/**
 * A run as metrics, for the textfile collector of node_exporter or a push gateway.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheus(run: RunReport): string {
  const {database, schedule, startedAt, endedAt, outcome, actions} = run
  const labels = {database, schedule: schedule ?? 'none'}
  const of = tally(actions)
  return [
    metric('pgplumb_maintenance_last_run_timestamp_seconds', 'When the last run ended.', [
      [labels, endedAt.getTime() / 1000],
    ]),
    metric('pgplumb_maintenance_duration_seconds', 'How long the last run took.', [
      [labels, (endedAt.getTime() - startedAt.getTime()) / 1000],
    ]),
    metric('pgplumb_maintenance_success', '1 unless something failed or was found in the last run.', [
      [labels, outcome === 'done' || outcome === 'stopped' ? 1 : 0],
    ]),
    metric('pgplumb_maintenance_complete', '1 unless the last run was stopped before its work was done.', [
      [labels, outcome === 'stopped' || actions.some((action) => action.outcome === 'stopped') ? 0 : 1],
    ]),
    metric('pgplumb_maintenance_saved_bytes', 'Bytes that the last run gave back.', [[labels, saved(actions)]]),
    metric(
      'pgplumb_maintenance_actions',
      'Actions of the last run.',
      of.map(({task, outcome, count}) => [{...labels, task, outcome}, count] as const),
    ),
    metric(
      'pgplumb_maintenance_action_seconds',
      'Time that the actions of the last run took.',
      of.map(({task, outcome, ms}) => [{...labels, task, outcome}, ms / 1000] as const),
    ),
  ].join('\n')
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

const metric = (name: string, help: string, samples: readonly Sample[]): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples.map(([labels, value]) => `${name}{${Object.entries(labels).map(label).join(',')}} ${value}`),
  ].join('\n')

const label = ([name, value]: readonly [string, string]): string =>
  `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
