// node bench/writers.js CONNECTIONS PER_SECOND: works on the table tokens of the database that PGHOST and its like name, as
// a program beside it would, until it is ended. SIGUSR1 begins a new phase; SIGTERM ends it, and it prints, for each phase,
// how long its statements took and the longest that another session's DELETE was in one transaction, in ms.
import {setTimeout as sleep} from 'node:timers/promises'
import pg from 'pg'

const [connections, perSecond] = process.argv.slice(2).map(Number)
const LOOK = 10

const phases = []
const begin = () => phases.push({took: [], longest: 0})
begin()
let ended = false
process.on('SIGUSR1', begin)
process.on('SIGTERM', () => {
  ended = true
})

const {rows} = await inSession((client) => client.query('SELECT max(id)::int AS most FROM tokens'))
const most = rows[0].most
let next = most

const random = () => 1 + Math.floor(Math.random() * most)
const STATEMENTS = [
  () => ['UPDATE tokens SET user_id = user_id + 1 WHERE id = $1', [random()]],
  () => ['SELECT * FROM tokens WHERE id = $1', [random()]],
  () => [
    "INSERT INTO tokens (id, user_id, token, expires_at) VALUES ($1, 1, 'new', now() + interval '1 day')",
    [++next],
  ],
]

const work = (client) =>
  until(async (turn) => {
    const phase = phases.at(-1)
    const [sql, values] = STATEMENTS[turn % STATEMENTS.length]()
    const start = performance.now()
    await client.query(sql, values)
    const took = performance.now() - start
    phase.took.push(took)
    await sleep(Math.max(0, (1000 * connections) / perSecond - took))
  })

/** The deletions of others, as the server sees them. */
const look = (client) =>
  until(async () => {
    const {rows: seen} = await client.query(
      `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float8 * 1000 AS ms
         FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND query ~ '^ *(WITH|DELETE|CALL)'`,
    )
    const phase = phases.at(-1)
    phase.longest = Math.max(phase.longest, seen[0].ms)
    await sleep(LOOK)
  })

async function until(step) {
  for (let turn = 0; !ended; turn++) await step(turn)
}

async function inSession(use) {
  const client = new pg.Client({application_name: 'bench writers'})
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

console.log('ready')
await Promise.all([...Array.from({length: connections}, () => inSession(work)), inSession(look)])
console.log(JSON.stringify(phases))
