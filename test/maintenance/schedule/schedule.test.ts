import {spawnSync} from 'node:child_process'
import {chmodSync, existsSync, readFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {expect, test, vi} from 'vitest'
import {parse, parseAllDocuments} from 'yaml'
import {maintain} from '../../../src/maintenance/run.ts'
import {crontab, installedBlock, withBlock} from '../../../src/maintenance/schedule/crontab.ts'
import {githubWorkflow} from '../../../src/maintenance/schedule/github.ts'
import {kubernetes} from '../../../src/maintenance/schedule/kubernetes.ts'
import {cronJobs, schedulingSql} from '../../../src/maintenance/schedule/pg-cron.ts'
import {onCalendar, systemdUnits} from '../../../src/maintenance/schedule/systemd.ts'
import {createDatabase, session} from '../../support/database.ts'
import {temporaryFolder} from '../../support/folder.ts'
import {projectOf, urlWithPassword} from '../../support/project.ts'

vi.setConfig({testTimeout: 90_000})

const JOBS = [
  {schedule: 'daily', cron: '0 2 * * *', database: 'prod'},
  {schedule: 'weekly', cron: '30 3 * * 0', database: 'prod'},
] as const
const PLACE = {root: '/srv/my app', launcher: ['/usr/bin/node', '/usr/bin/pgplumb']}

test('a crontab: marked lines, of which an installation replaces its own and no others', () => {
  const block = crontab(JOBS, PLACE)
  expect(block.split('\n')).toEqual([
    '# pgplumb maintenance of /srv/my app: begin',
    "0 2 * * * cd '/srv/my app' && mkdir -p .pgplumb && /usr/bin/node /usr/bin/pgplumb maintain run daily --database prod >>.pgplumb/maintenance.log 2>&1",
    "30 3 * * 0 cd '/srv/my app' && mkdir -p .pgplumb && /usr/bin/node /usr/bin/pgplumb maintain run weekly --database prod >>.pgplumb/maintenance.log 2>&1",
    '# pgplumb maintenance of /srv/my app: end',
  ])
  const other = crontab(JOBS, {...PLACE, root: '/srv/other'})
  const old = withBlock(`MAILTO=me\n${other}\n`, crontab(JOBS.slice(0, 1), PLACE), PLACE.root)
  const installed = withBlock(old, block, PLACE.root)
  expect(installed).toBe(`MAILTO=me\n${other}\n${block}\n`)
  expect(installedBlock(installed, PLACE.root)).toBe(block)
  expect(installedBlock(other, PLACE.root)).toBeNull()
})

test.each([
  ['0 2 * * *', '*-*-* 02:00:00'],
  ['30 3 * * 0', 'Sun *-*-* 03:30:00'],
  ['0 4 1 * *', '*-*-01 04:00:00'],
  ['*/15 8-18 * * 1-5', 'Mon..Fri *-*-* 08..18:00/15:00'],
  ['0 1,13 * 1,7 *', '*-01,07-* 01,13:00:00'],
])('%s is %s for systemd', (cron, expected) => expect(onCalendar(cron)).toBe(expected))

test('units for systemd, a CronJob, and a workflow are what their readers expect', () => {
  expect(() => onCalendar('0 0 1 * 1')).toThrow('systemd cannot say')
  const units = systemdUnits(JOBS, PLACE)
  expect(Object.keys(units)).toContain('pgplumb-my-app-prod-daily.timer')
  expect(units['pgplumb-my-app-prod-daily.service']).toContain(
    'ExecStart=/usr/bin/node /usr/bin/pgplumb maintain run daily --database prod\n',
  )
  const [daily, weekly, ...others] = parseAllDocuments(kubernetes(JOBS, PLACE, '1.2.3')).map((one) => one.toJS())
  expect(others).toEqual([])
  // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/
  expect(daily).toEqual({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {name: 'pgplumb-my-app-prod-daily'},
    spec: {
      schedule: '0 2 * * *',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                {
                  name: 'pgplumb',
                  image: 'node:22-slim',
                  workingDir: '/project',
                  command: ['npx', '--yes', 'pgplumb@1.2.3'],
                  args: ['maintain', 'run', 'daily', '--database', 'prod'],
                  envFrom: [{secretRef: {name: 'pgplumb-my-app'}}],
                  volumeMounts: [{name: 'project', mountPath: '/project'}],
                },
              ],
              volumes: [{name: 'project', configMap: {name: 'pgplumb-my-app'}}],
            },
          },
        },
      },
    },
  })
  expect(weekly).toMatchObject({metadata: {name: 'pgplumb-my-app-prod-weekly'}, spec: {schedule: '30 3 * * 0'}})
  const expression = (text: string) => `\${{ ${text} }}`
  const step = (schedule: string, cron: string) => ({
    name: `${schedule} maintenance of prod`,
    if: `github.event_name == 'workflow_dispatch' || github.event.schedule == '${cron}'`,
    run: `npx --yes pgplumb@1.2.3 maintain run ${schedule} --database prod`,
  })
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
  expect(parse(githubWorkflow(JOBS, ['PROD_DATABASE_URL'], '1.2.3'))).toEqual({
    name: 'Database maintenance',
    on: {workflow_dispatch: null, schedule: [{cron: '0 2 * * *'}, {cron: '30 3 * * 0'}]},
    concurrency: 'database-maintenance',
    jobs: {
      maintain: {
        'runs-on': 'ubuntu-latest',
        env: {PROD_DATABASE_URL: expression('secrets.PROD_DATABASE_URL')},
        steps: [
          {uses: 'actions/checkout@v4'},
          {uses: 'actions/setup-node@v4', with: {'node-version': 22}},
          step('daily', '0 2 * * *'),
          step('weekly', '30 3 * * 0'),
        ],
      },
    },
  })
})

const EVERY = [...JOBS, {schedule: 'monthly', cron: '*/15 8-18 1,15 * *', database: 'prod'}] as const

/** The first lines of what a program says of itself; null where it is not here. */
const said = (program: string, ...args: readonly string[]): string | null => {
  const {error, stdout, stderr} = spawnSync(program, args, {encoding: 'utf8'})
  return error ? null : stdout + stderr
}

test('systemd takes the units', ({skip}) => {
  skip(said('systemd-analyze', '--version') === null, 'there is no systemd-analyze')
  const root = temporaryFolder({'my app 5%/x': ''})
  const units = systemdUnits(EVERY, {root: join(root, 'my app 5%'), launcher: [process.execPath, '/srv/my app/run.js']})
  const folder = temporaryFolder(units)
  const files = Object.keys(units).map((name) => join(folder, name))
  const {status, stderr} = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], {encoding: 'utf8'})
  expect({status, ours: stderr.split('\n').filter((line) => line.includes('pgplumb-'))}).toEqual({status: 0, ours: []})
})

test('cron takes the lines', ({skip}) => {
  skip(!said('crontab', '-h')?.includes('dry run'), 'there is no crontab that only checks (Debian has one)')
  const root = temporaryFolder({crontab: `${crontab(EVERY, {...PLACE, root: '/srv/my app 5%'})}\n`})
  expect(spawnSync('crontab', ['-n', join(root, 'crontab')], {encoding: 'utf8'})).toMatchObject({status: 0})
})

test('the SQL for pg_cron runs, job by job', async () => {
  const address = await createDatabase('CREATE TABLE tokens (id int, expires_at timestamptz, used_at timestamptz)')
  const client = await session(address)
  const jobs = cronJobs(
    JOBS,
    {
      daily: [{task: 'vacuum'}, {task: 'expire'}],
      weekly: [{task: 'analyze', tables: ['public.tokens']}, {task: 'reindex', tables: ['tokens']}, {task: 'health'}],
      monthly: [],
    },
    [
      {table: 'tokens', column: 'expires_at', retention: '30 days', used: {column: 'used_at', keep: '1 year'}},
      {table: 'tokens', condition: "id = 'it''s'::text::int"},
    ],
  )
  expect(jobs.map(({name, cron}) => `${cron} ${name}`)).toEqual([
    '0 2 * * * pgplumb daily vacuum 1',
    '10 2 * * * pgplumb daily expire 1',
    '20 2 * * * pgplumb daily expire 2',
    '30 3 * * 0 pgplumb weekly analyze 1',
    '40 3 * * 0 pgplumb weekly reindex 1',
  ])
  for (const {sql} of jobs.filter(({name}) => !name.endsWith('expire 2'))) await client.query(sql)
  // As pg_cron has it, but that it only keeps what it is told.
  await client.query(`CREATE SCHEMA cron; CREATE TABLE cron.told (name text, cron text, sql text);
    CREATE FUNCTION cron.schedule(text, text, text) RETURNS bigint LANGUAGE sql AS 'INSERT INTO cron.told VALUES ($1, $2, $3); SELECT 1::bigint'`)
  await client.query(schedulingSql(jobs))
  expect((await client.query('SELECT name, cron, sql FROM cron.told')).rows).toEqual(jobs)
})

test('installed, checked, changed and checked again, with a crontab of the test', async () => {
  const address = await createDatabase()
  const programs = temporaryFolder({
    crontab: '#!/bin/sh\nif [ "$1" = -l ]; then cat "$0.kept"; else cat >"$0.kept"; fi\n',
  })
  chmodSync(join(programs, 'crontab'), 0o755)
  const url = JSON.stringify(urlWithPassword(address))
  const config = (daily: string) => `databases: {prod: {url: ${url}}}\nmaintenance: {at: {daily: "${daily}"}}`
  const project = projectOf({'pgplumb.yaml': config('0 2 * * *')}, {PATH: [programs, process.env.PATH].join(delimiter)})
  const check = async () => {
    const {code, stdout} = await project.run('maintain', 'schedule', 'crontab', '--check', '--json')
    const {installed, lastRuns} = JSON.parse(stdout)
    return {
      code,
      installed,
      ran: lastRuns.map(({schedule, outcome}: {schedule: string; outcome: string}) => `${schedule} ${outcome}`),
    }
  }
  expect(await check()).toEqual({code: 1, installed: 'no', ran: []})
  expect(await project.run('maintain', 'schedule', 'crontab', '--install')).toMatchObject({code: 0})
  expect(readFileSync(join(programs, 'crontab.kept'), 'utf8')).toContain('maintain run daily --database prod')
  await maintain(address, [], {schedule: 'daily'})
  expect(await check()).toEqual({code: 0, installed: 'yes', ran: ['daily done']})
  project.write('pgplumb.yaml', config('0 5 * * *'))
  expect(await check()).toEqual({code: 1, installed: 'differs', ran: ['daily done']})
  expect(await project.run('maintain', 'schedule', 'github', '--install')).toMatchObject({code: 0})
  expect(existsSync(join(project.root, '.github/workflows/maintenance.yml'))).toBe(true)
})
