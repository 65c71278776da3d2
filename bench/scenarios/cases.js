import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import pg from 'pg'
import {register} from 'tsx/esm/api'
import {findPrograms, versionOf} from '../machine.js'
import {importPeer, installPeers, PEERS, titleOf} from '../peers.js'
import {startNative} from '../server.js'

export const title = 'Cases'

const FOLDER = new URL('../../test/schema/cases/', import.meta.url)

/**
 * The pairs of schemas of the tests: on how many does the plan of each tool, applied, lead from the one to the other?
 * pg_dump is asked: for the same statements (in any order), and for the same meaning, as `pgplumb drift` sees it.
 */
export async function* run({quick}) {
  const bin = findPrograms(['initdb', 'postgres', 'pg_dump'])
  if (!bin) {
    yield {name: 'the cases of the tests', missing: 'no installed PostgreSQL here'}
    return
  }
  register()
  const missing = installPeers()
  const server = await startNative(bin)
  try {
    const tools = await toolsOf({pgDump: join(bin, 'pg_dump'), env: server.env, peers: missing === null})
    const counts = new Map(tools.map(({name}) => [name, {costs: [], text: 0, meaning: 0, silent: 0}]))
    let [loaded, refused] = [0, 0]
    for (const [index, name] of readdirSync(FOLDER).sort().entries()) {
      if (quick && index % 10) continue
      const results = await tryCase(server, name, tools)
      if (results) loaded++
      else refused++
      for (const {tool, ...result} of results ?? []) {
        const count = counts.get(tool)
        count.costs.push({wall: result.wall, cpu: 0})
        count.text += result.text
        count.meaning += result.meaning
        count.silent += !result.meaning && result.said === null
        if (process.env.BENCH_VERBOSE && !result.meaning) console.error(`${tool} ${name}: ${result.said ?? 'no error'}`)
      }
    }
    const share = (count) => `${count} of ${loaded} (${((100 * count) / loaded).toFixed(1)} %)`
    const older = refused ? `; ${refused} need a newer server than ${versionOf(join(bin, 'postgres'))}` : ''
    for (const [name, {costs, text, meaning, silent}] of counts)
      yield {
        name: `${name}: ${share(meaning)} converge, ${text} to the same text; ${silent} missed in silence${older}; time of a plan`,
        costs,
        units: ['wall'],
      }
    if (missing) yield {name: Object.keys(PEERS).join(' and '), missing}
  } finally {
    await server.stop()
  }
}

/** Null where this server cannot load the case. */
async function tryCase(server, name, tools) {
  const read = (file) => {
    const files = new Set(readdirSync(new URL(`${name}/`, FOLDER)))
    return files.has(`${file}.sql`) ? `${readFileSync(new URL(`${name}/${file}.sql`, FOLDER), 'utf8')};\n` : ''
  }
  const start = `CREATE SCHEMA "${name}";\nSET search_path = "${name}", public;\n`
  const make = (database, sql) => createDatabase(server, database, start + sql)
  const made = []
  try {
    for (const [database, sql] of [
      ['expected', read('expected')],
      ...tools.map((_, index) => [`actual_${index}`, `${read('actual')}${read('rows')}`]),
    ]) {
      made.push(database)
      await make(database, sql)
    }
  } catch (error) {
    if (!error.severity) throw error
    await dropDatabases(server, made)
    return null
  }
  const results = []
  for (const [index, tool] of tools.entries()) {
    const began = performance.now()
    const said = await tool.migrate(server.url(`actual_${index}`), server.url('expected')).then(
      () => null,
      (error) => String(error.message ?? error).split('\n')[0],
    )
    results.push({tool: tool.name, wall: performance.now() - began, said, ...(await tool.judge(`actual_${index}`))})
  }
  await dropDatabases(server, made)
  return results
}

async function toolsOf({pgDump, env, peers}) {
  const [{readDatabase}, {differences}, {planSteps}, {readDependencies}, {runSteps}, {compare}] = await Promise.all(
    ['read', 'difference', 'plan/steps', 'dependencies', 'run-steps', 'compare'].map(
      (path) => import(`../../src/schema/${path}.ts`),
    ),
  )
  const choice = {kind: 'installed', path: pgDump, version: '', major: 0, why: '', rejected: []}
  const common = {host: env.PGHOST, port: Number(env.PGPORT), user: env.PGUSER, tls: {mode: 'disable'}}
  const schema = (database) => readDatabase({...common, database}, {pgDump: choice})
  const judge = async (database) => {
    const [actual, expected] = [await schema(database), await schema('expected')]
    const left = (await compare(actual, expected)).filter(({cosmetic}) => !cosmetic)
    return {meaning: left.length === 0, text: statements(actual) === statements(expected)}
  }
  const pgplumb = async (actual, expected) => {
    const [from, to] = await Promise.all([actual, expected].map((url) => schema(new URL(url).pathname.slice(1))))
    await withClient(actual, async (client) => {
      const options = {dependencies: (keys) => readDependencies(client, keys)}
      await runSteps(client, await planSteps(from, to, await differences(from, to), options))
    })
  }
  const own = {name: 'pgplumb', migrate: pgplumb, judge}
  if (!peers) return [own]
  return [
    own,
    {name: titleOf('pg-delta'), migrate: await pgDelta(), judge},
    {name: titleOf('migra'), migrate: await migra(), judge},
  ]
}

async function pgDelta() {
  const [{extract}, {plan}, {apply}] = await Promise.all(
    ['extract/extract', 'plan/plan', 'apply/apply'].map((path) => importPeer('pg-delta', `dist/${path}.js`)),
  )
  return (actual, expected) =>
    withPools([actual, expected], async (from, to) => {
      const [source, desired] = [await extract(from), await extract(to)]
      const report = await apply(plan(source.factBase, desired.factBase), from)
      if (report.status !== 'applied') throw new Error(report.error?.message ?? report.status)
      // It says what it does not know, so that is no silence.
      const unknown = [...source.diagnostics, ...desired.diagnostics].find(({code}) => code === 'unmodeled_kind')
      if (unknown) throw new Error(unknown.message)
    })
}

async function migra() {
  const {run} = await importPeer('migra', 'dist/command.js')
  let runs = 0
  return async (...urls) => {
    // It warns of a second client with the same words.
    const [actual, expected] = urls.map((url) => `${url}?application_name=migra_${runs++}`)
    const {sql} = await run(actual, expected, {unsafe: true, withPrivileges: true})
    await withClient(actual, (client) => client.query(sql))
  }
}

/** What pg_dump says, in no order. */
const statements = ({entries}) =>
  [...entries.values()]
    .map(({text}) =>
      text
        .split('\n')
        .map((line) => line.replace(/,$/, '').trim())
        .sort()
        .join('\n'),
    )
    .sort()
    .join('\n')

async function withPools(urls, work) {
  const pools = urls.map((connectionString) => new pg.Pool({connectionString}))
  for (const pool of pools) pool.on('error', () => {})
  try {
    return await work(...pools)
  } finally {
    await Promise.all(pools.map((pool) => pool.end()))
  }
}

async function withClient(connectionString, work) {
  const client = new pg.Client({connectionString})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function createDatabase(server, name, sql) {
  await withClient(server.url('postgres'), (client) => client.query(`CREATE DATABASE "${name}" TEMPLATE template0`))
  await withClient(server.url(name), (client) => client.query(sql))
}

async function dropDatabases(server, names) {
  for (const name of names)
    await withClient(server.url(name), async (client) => {
      const {rows} = await client.query(
        'SELECT subname FROM pg_subscription JOIN pg_database d ON d.oid = subdbid WHERE d.datname = current_database()',
      )
      // A database with a subscription cannot be dropped.
      for (const {subname} of rows)
        for (const action of ['DISABLE', 'SET (slot_name = NONE)'])
          await client.query(`ALTER SUBSCRIPTION ${pg.escapeIdentifier(subname)} ${action}`)
      for (const {subname} of rows) await client.query(`DROP SUBSCRIPTION ${pg.escapeIdentifier(subname)}`)
    })
  await withClient(server.url('postgres'), async (client) => {
    for (const name of names) await client.query(`DROP DATABASE "${name}" WITH (FORCE)`)
  })
}
