import {duration} from '../amounts.ts'

type Plan = {readonly scheduler: string; readonly files: Readonly<Record<string, string>>}

/** What is to be installed, each file under its name. */
export const renderSchedule = ({files}: Plan): string =>
  Object.entries(files)
    .map(([name, content]) => `${name === '' ? '' : `# ${name}\n`}${content.trimEnd()}`)
    .join('\n\n')

type State = {
  readonly installed: 'yes' | 'no' | 'differs'
  readonly lastRuns: readonly {readonly schedule: string; readonly startedAt: Date; readonly outcome: string}[]
}

const INSTALLED = {
  yes: 'is installed as the config says',
  no: 'is not installed',
  differs: 'is installed, but not as the config says now',
}

export function renderScheduleState(
  {installed, lastRuns}: State,
  {scheduler, jobs}: {readonly scheduler: string; readonly jobs: readonly {readonly schedule: string}[]},
  now = new Date(),
): string {
  const hint = installed === 'yes' ? [] : [`  hint: pgplumb maintain schedule ${scheduler} --install`]
  return [
    `${scheduler}: maintenance ${INSTALLED[installed]}`,
    ...hint,
    ...jobs.map(({schedule}) => {
      const last = lastRuns.find((run) => run.schedule === schedule)
      return last
        ? `${schedule}: last ran ${duration(now.getTime() - last.startedAt.getTime())} ago, ${last.outcome}`
        : `${schedule}: never ran`
    }),
  ].join('\n')
}
