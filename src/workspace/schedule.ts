import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {text} from 'node:stream/consumers'
import {Failure} from '../failure.ts'
import {type LastRun, lastRuns} from '../maintenance/ledger.ts'
import {crontab, installedBlock, withBlock} from '../maintenance/schedule/crontab.ts'
import {githubWorkflow} from '../maintenance/schedule/github.ts'
import type {Job, Place} from '../maintenance/schedule/job.ts'
import {kubernetes} from '../maintenance/schedule/kubernetes.ts'
import {cronJobs, schedulingSql} from '../maintenance/schedule/pg-cron.ts'
import {inOrder, installCronJobs, installedCronJobs, lastCronRuns} from '../maintenance/schedule/pg-cron-jobs.ts'
import type {Scheduler} from '../maintenance/schedule/schedulers.ts'
import {systemdUnits} from '../maintenance/schedule/systemd.ts'
import {withConnection} from '../postgres/connect.ts'
import type {ExpireRule, Maintenance} from '../project/project.ts'
import {SCHEDULES} from './maintain.ts'
import {openDatabase} from './open.ts'
import type {Workspace} from './workspace.ts'

export type SchedulePlan = {
  readonly scheduler: Scheduler
  readonly jobs: readonly Job[]
  /** What is to be installed, by the file it goes to; of crontab and pg_cron one text, under an empty name. */
  readonly files: Readonly<Record<string, string>>
}

export type ScheduleOptions = {
  /** The program and its first arguments. */
  readonly launcher: readonly string[]
  readonly version: string
}

/** What makes a scheduler start the config's maintenance of a database. */
export function planSchedule(
  {project}: Workspace,
  name: string,
  scheduler: Scheduler,
  {launcher, version}: ScheduleOptions,
): SchedulePlan {
  const {maintenance, root} = project
  const place: Place = {root, launcher}
  const jobs = SCHEDULES.filter((schedule) => maintenance[schedule].length > 0).map((schedule) => ({
    schedule,
    cron: maintenance.at[schedule],
    database: name,
  }))
  return {scheduler, jobs, files: filesOf()}

  function filesOf(): Readonly<Record<string, string>> {
    switch (scheduler) {
      case 'crontab':
        return {'': crontab(jobs, place)}
      case 'systemd':
        return systemdUnits(jobs, place)
      case 'kubernetes':
        return {'kubernetes/maintenance.yaml': kubernetes(jobs, place, version)}
      case 'github':
        return {'.github/workflows/maintenance.yml': githubWorkflow(jobs, variablesOf(name), version)}
      case 'pg_cron':
        return {'': schedulingSql(cronJobs(jobs, maintenance, rulesOf(maintenance.expire)))}
    }
  }
}

/** SQL names its tables: those that pgplumb recognises in the database are left out. */
const rulesOf = (expire: Maintenance['expire']): readonly ExpireRule[] => (Array.isArray(expire) ? expire : [])

/** What the config's variables for a database are called by custom: whoever reads the workflow corrects it. */
const variablesOf = (name: string): readonly string[] => [`${name.toUpperCase().replace(/\W/g, '_')}_DATABASE_URL`]

/** Installs it. Returns what was done, a line each. */
export async function installSchedule(workspace: Workspace, name: string, plan: SchedulePlan): Promise<string[]> {
  switch (plan.scheduler) {
    case 'crontab':
      await writeCrontab(
        workspace,
        withBlock(await readCrontab(workspace), plan.files[''] ?? '', workspace.project.root),
      )
      return [`${plan.jobs.length} lines are in the crontab of this user`]
    case 'pg_cron': {
      const {address} = await openDatabase(workspace, name)
      await withConnection(address, (client) => installCronJobs(client, plan.files[''] ?? ''))
      return ['the jobs are in cron.job']
    }
    default: {
      const folder = folderOf(workspace, plan.scheduler)
      for (const [file, content] of Object.entries(plan.files)) {
        await mkdir(dirname(join(folder, file)), {recursive: true})
        await writeFile(join(folder, file), content)
      }
      return [...Object.keys(plan.files).map((file) => `wrote ${join(folder, file)}`), ...nextSteps(plan)]
    }
  }
}

const nextSteps = ({scheduler, files}: SchedulePlan): string[] => {
  if (scheduler === 'systemd') {
    const timers = Object.keys(files).filter((file) => file.endsWith('.timer'))
    return [`next: systemctl --user daemon-reload && systemctl --user enable --now ${timers.join(' ')}`]
  }
  return scheduler === 'kubernetes' ? ['next: kubectl apply -f kubernetes/maintenance.yaml'] : ['next: commit it']
}

const folderOf = ({project, env}: Workspace, scheduler: Scheduler): string =>
  scheduler === 'systemd'
    ? join(env.XDG_CONFIG_HOME ?? join(env.HOME ?? project.root, '.config'), 'systemd/user')
    : project.root

export type ScheduleState = {
  /** `differs`: it is not what the config says now. */
  readonly installed: 'yes' | 'no' | 'differs'
  readonly lastRuns: readonly LastRun[]
}

/** Whether what is installed is what the config says, and when each schedule ran last. */
export async function checkSchedule(workspace: Workspace, name: string, plan: SchedulePlan): Promise<ScheduleState> {
  const {address} = await openDatabase(workspace, name)
  const runs = await withConnection(address, plan.scheduler === 'pg_cron' ? lastCronRuns : lastRuns)
  return {installed: await installedState(workspace, name, plan), lastRuns: runs}
}

async function installedState(
  workspace: Workspace,
  name: string,
  plan: SchedulePlan,
): Promise<ScheduleState['installed']> {
  const same = (found: string | null, wanted: string) =>
    found === null ? 'no' : found.trim() === wanted.trim() ? 'yes' : 'differs'
  if (plan.scheduler === 'crontab')
    return same(installedBlock(await readCrontab(workspace), workspace.project.root), plan.files[''] ?? '')
  if (plan.scheduler === 'pg_cron') {
    const {address} = await openDatabase(workspace, name)
    return same(await withConnection(address, installedCronJobs), inOrder(plan.files[''] ?? ''))
  }
  const folder = folderOf(workspace, plan.scheduler)
  const states = await Promise.all(
    Object.entries(plan.files).map(async ([file, content]) =>
      same(await readFile(join(folder, file), 'utf8').catch(() => null), content),
    ),
  )
  return states.every((state) => state === 'yes') ? 'yes' : states.every((state) => state === 'no') ? 'no' : 'differs'
}

async function readCrontab(workspace: Workspace): Promise<string> {
  const {code, stdout} = await runCrontab(workspace, ['-l'], '')
  // 1 is also how it says that there is none.
  return code === 0 ? stdout : ''
}

async function writeCrontab(workspace: Workspace, content: string): Promise<void> {
  const {code, stderr} = await runCrontab(workspace, ['-'], content)
  if (code !== 0) throw new Failure('crontab_failed', `crontab refused the lines: ${stderr.trim()}`)
}

async function runCrontab({env}: Workspace, args: readonly string[], input: string) {
  const child = spawn('crontab', [...args], {env, stdio: ['pipe', 'pipe', 'pipe']})
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  try {
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return {code, stdout, stderr}
  } catch (cause) {
    throw new Failure('no_crontab', 'there is no program crontab here', {
      hint: 'install cron, or choose another: systemd, kubernetes, github, pg_cron',
      cause,
    })
  }
}
