import {existsSync, readdirSync} from 'node:fs'
import {expect, onTestFinished, test, vi} from 'vitest'
import {createDatabase, session} from '../../support/database.ts'
import {projectOf, urlWithPassword} from '../../support/project.ts'
import {startServer} from '../../support/throwaway-server.ts'

// pg_cron begins jobs at full minutes.
vi.setConfig({testTimeout: 240_000})

const major = (existsSync('/usr/share/postgresql') ? readdirSync('/usr/share/postgresql') : []).find((one) =>
  existsSync(`/usr/share/postgresql/${one}/extension/pg_cron.control`),
)

test('pg_cron does what is installed; it is checked, changed, and checked again', async ({skip}) => {
  skip(major === undefined, 'no installed PostgreSQL has pg_cron')
  const {address, stop} = await startServer({
    bin: `/usr/lib/postgresql/${major}/bin`,
    settings: ['shared_preload_libraries=pg_cron', 'cron.use_background_workers=on', 'max_worker_processes=20'],
  })
  onTestFinished(stop)
  const client = await session(address)
  await client.query(`CREATE EXTENSION pg_cron; CREATE TABLE tokens (id int PRIMARY KEY, expires_at timestamptz);
    INSERT INTO tokens SELECT i, now() - interval '1 day' FROM generate_series(1, 100) i`)
  const config = (weekly: string) => `databases: {prod: {url: ${JSON.stringify(urlWithPassword(address))}}}
maintenance:
  daily: [expire, vacuum, analyze, {task: reindex, tables: [tokens]}]
  weekly: [${weekly}]
  monthly: []
  expire: [{table: tokens, column: expires_at}]
  at: {daily: "* * * * *"}
`
  const project = projectOf({'pgplumb.yaml': config('vacuum, analyze')})
  const check = async () => {
    const {code, stdout} = await project.run('maintain', 'schedule', 'pg_cron', '--check', '--json')
    return {code, ...JSON.parse(stdout)}
  }
  expect(await check()).toMatchObject({code: 1, installed: 'no', lastRuns: []})
  expect(await project.run('maintain', 'schedule', 'pg_cron', '--install')).toMatchObject({code: 0})
  await expect
    .poll(
      async () =>
        (
          await client.query(
            'SELECT count(DISTINCT jobid)::int AS n FROM cron.job_run_details WHERE end_time IS NOT NULL',
          )
        ).rows,
      {
        timeout: 150_000,
        interval: 1000,
      },
    )
    .toEqual([{n: 4}])
  const {rows} = await client.query(
    "SELECT DISTINCT command, status, return_message FROM cron.job_run_details WHERE status = 'failed'",
  )
  expect(rows).toEqual([])
  expect((await client.query('SELECT FROM tokens')).rowCount).toBe(0)
  expect(await check()).toMatchObject({code: 0, installed: 'yes', lastRuns: [{schedule: 'daily'}]})

  project.write('pgplumb.yaml', config('analyze'))
  expect(await check()).toMatchObject({code: 1, installed: 'differs'})
  expect(await project.run('maintain', 'schedule', 'pg_cron', '--install')).toMatchObject({code: 0})
  expect(await check()).toMatchObject({code: 0, installed: 'yes'})
})

test('a database without pg_cron is told how to get it', async () => {
  const address = await createDatabase()
  const project = projectOf({'pgplumb.yaml': `databases: {prod: {url: ${JSON.stringify(urlWithPassword(address))}}}`})
  for (const flag of ['--install', '--check']) {
    const {code, stderr} = await project.run('maintain', 'schedule', 'pg_cron', flag)
    expect(code).toBe(2)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('CREATE EXTENSION pg_cron')
  }
})
