import {execFileSync} from 'node:child_process'
import {findPrograms} from '../machine.js'
import {makeProject, pgplumb} from '../project.js'
import {startNative} from '../server.js'
import {expiries} from './maintain/expire.js'
import {reindexes} from './maintain/reindex.js'
import {vacuums} from './maintain/vacuum.js'

export const title = 'Maintenance'

/** pgplumb beside PostgreSQL's own programs and hand-written SQL, on one throw-away server of the installed version. */
export async function* run({quick}) {
  const bin = findPrograms(['psql', 'vacuumdb', 'reindexdb', 'initdb', 'postgres'])
  if (!bin) {
    yield {name: 'pgplumb maintain', missing: 'no psql, vacuumdb and reindexdb here'}
    return
  }
  // What is measured writes: who does not wait for the disk would be flattered.
  const server = await startNative(bin, {durable: true})
  const project = makeProject({
    'pgplumb.yaml': `databases:
  tables: {url: "${server.url('tables')}", sslmode: disable}
  bloat: {url: "${server.url('bloat')}", sslmode: disable}
  tokens: {url: "${server.url('tokens')}", sslmode: disable}
maintenance:
  expire: [{table: public.tokens, column: expires_at, retention: 0 days}]
`,
  })
  const bench = tools(bin, server, project.root)
  try {
    yield* vacuums(
      bench,
      quick
        ? {tables: 600, rounds: 1, jobs: [2]}
        : {tables: 6000, rounds: 3, jobs: [1, 2, 4], aim: {unit: 'wall', most: 0.25}},
    )
    yield* reindexes(bench, quick ? {rows: 100_000, rounds: 1} : {rows: 3_000_000, rounds: 3})
    yield* expiries(
      bench,
      quick ? {rows: 200_000, rounds: 1, idle: 1000} : {rows: 5_000_000, rounds: 3, idle: 10_000, aims: true},
    )
  } finally {
    await server.stop()
    project.remove()
  }
}

function tools(bin, {env}, cwd) {
  const own = {...env, PATH: `${bin}:${process.env.PATH}`}
  const psql = (database, sql) =>
    execFileSync('psql', ['-qXAtd', database, '-v', 'ON_ERROR_STOP=1'], {
      env: own,
      input: sql,
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 2 ** 28,
    })
  return {
    env,
    psql,
    make: (database, sql) => {
      psql('postgres', `DROP DATABASE IF EXISTS ${database}`)
      psql('postgres', `CREATE DATABASE ${database}`)
      psql(database, sql)
    },
    own: (...args) => ({argv: pgplumb(...args), cwd}),
    other: (...argv) => ({argv, cwd, env: own}),
    copy: (from, to) => {
      psql('postgres', `DROP DATABASE IF EXISTS ${to} WITH (FORCE)`)
      psql('postgres', `CREATE DATABASE ${to} TEMPLATE ${from}`)
      // Else a checkpoint comes in the middle of what is measured.
      psql('postgres', 'CHECKPOINT')
    },
  }
}
