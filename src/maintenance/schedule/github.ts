import {argumentsOf, type Job, quoteShell} from './job.ts'

/** A workflow that does each job at its time; its secrets have the names of the config's variables. */
export function githubWorkflow(jobs: readonly Job[], variables: readonly string[], version: string): string {
  const env = variables.map((name) => `      ${name}: \${{ secrets.${name} }}`)
  return `name: Database maintenance
on:
  workflow_dispatch:
  schedule:
${[...new Set(jobs.map(({cron}) => cron))].map((cron) => `    - cron: "${cron}"`).join('\n')}
concurrency: database-maintenance
jobs:
  maintain:
    runs-on: ubuntu-latest
${env.length ? `    env:\n${env.join('\n')}\n` : ''}    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
${jobs
  .map(
    (job) => `      - name: ${job.schedule} maintenance of ${job.database}
        if: github.event_name == 'workflow_dispatch' || github.event.schedule == '${job.cron}'
        run: npx --yes pgplumb@${version} ${argumentsOf(job).map(quoteShell).join(' ')}`,
  )
  .join('\n')}
`
}
