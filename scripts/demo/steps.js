import assert from 'node:assert/strict'
import {connect} from 'node:net'

const EXPIRED = "expires_at < now() - interval '7 days'"

const say = (text) => process.stdout.write(`\n${text.trim()}\n`)
const one = async (query, name, sql) => Object.values((await query(name, sql))[0])[0]
const both = async (check) => {
  for (const name of ['dev', 'test']) await check(name)
}

/** What a person does with pgplumb in a day. Each step runs commands, then looks whether they did what they said. */
export const steps = [
  {
    title: 'start the servers: real PostgreSQL, from npm',
    run: async ({pgplumb, query}) => {
      await pgplumb.show('start')
      await both(async (name) => assert.match(await one(query, name, 'SHOW server_version'), /^\d+\.\d+/))
    },
  },
  {
    title: 'give dev and test the master schema, sql/schema.sql',
    run: async ({pgplumb, query}) => {
      await pgplumb.show('apply')
      const tables =
        "SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'"
      await both(async (name) => assert.equal(await one(query, name, tables), 5, `tables in ${name}`))
    },
  },
  {
    title: 'some data to work with',
    run: async ({pgplumb, query}) => {
      await pgplumb.show('seed')
      await both(async (name) => assert.ok((await one(query, name, 'SELECT count(*)::int FROM users')) > 0))
    },
  },
  {
    title: 'how are they?',
    run: async ({pgplumb}) => {
      await pgplumb.show('status')
      const {databases} = await pgplumb.json('status')
      assert.deepEqual(
        databases.map(({name, reachable, drift, migrations}) => [name, reachable, drift, migrations.pending]),
        [
          ['dev', true, 0, 0],
          ['test', true, 0, 0],
        ],
      )
    },
  },
  {
    title: 'dev and test belong to different users, and yet agree',
    run: async ({pgplumb}) => {
      await pgplumb.show('drift dev test')
      assert.deepEqual((await pgplumb.json('drift dev test')).changes, [])
    },
  },
  {
    title: 'somebody changes dev by hand',
    run: async ({read, query, url}) => {
      const sql = read('drift.sql')
      say(`$ psql ${url('dev')} -f drift.sql\n${sql.replaceAll(/^(?=.)/gm, '    ')}`)
      await query('dev', sql)
    },
  },
  {
    title: 'pgplumb finds all three changes, and nothing else',
    run: async ({pgplumb}) => {
      await pgplumb.show('drift dev', {exit: 1})
      const {changes} = await pgplumb.json('drift dev')
      assert.deepEqual(changes.map(({change, kind, identity}) => `${change} ${kind} ${identity}`).toSorted(), [
        'altered function public.update_updated_at_column()',
        'altered table public.users',
        'extra index public.idx_users_last_name',
      ])
    },
  },
  {
    title: 'the SQL that repairs it, proven on a clone',
    run: async ({pgplumb}) => {
      await pgplumb.show('plan dev', {exit: 1})
      const {proven, steps} = await pgplumb.json('plan dev')
      assert.equal(proven, true)
      assert.ok(steps.length >= 3)
    },
  },
  {
    title: 'repair it',
    run: async ({pgplumb, query}) => {
      await pgplumb.show('apply --dev-only')
      const [state] = await query(
        'dev',
        `SELECT to_regclass('idx_users_last_name') AS index,
                (SELECT attnotnull FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'email') AS not_null,
                prosrc LIKE '%DISTINCT%' AS quick_fix FROM pg_proc WHERE proname = 'update_updated_at_column'`,
      )
      assert.deepEqual(state, {index: null, not_null: true, quick_fix: false})
    },
  },
  {
    title: 'is anything left?',
    run: async ({pgplumb}) => {
      await pgplumb.show('drift')
      for (const {drifted} of (await pgplumb.json('drift')).comparisons) assert.equal(drifted, false)
    },
  },
  {
    title: 'a change of our own: in the master schema, and as a migration',
    run: async ({pgplumb, read, write}) => {
      const file = await pgplumb.show('migrate new add_phone_to_users')
      const [what] = read(file).split('-- WHY:')
      const sql = 'ALTER TABLE users ADD COLUMN IF NOT EXISTS phone VARCHAR(30);'
      write(file, `${what}-- WHY:  dispatchers call technicians\n\n${sql}\n`)
      const schema = read('sql/schema.sql')
      const users = /(CREATE TABLE users \([^;]*)\n\);/
      assert.match(schema, users)
      write('sql/schema.sql', schema.replace(users, '$1,\n    phone      VARCHAR(30)\n);'))
      say(`${file}\n${read(file).replaceAll(/^(?=.)/gm, '    ')}`)
      say('sql/schema.sql, in CREATE TABLE users\n        phone      VARCHAR(30),')
      await pgplumb.show('validate', {says: 'valid'})
    },
  },
  {
    title: 'run it on dev and test',
    run: async ({pgplumb, query}) => {
      await pgplumb.show('migrate')
      await pgplumb.show('migrate status')
      const {databases} = await pgplumb.json('migrate status')
      const pending = databases.flatMap(({migrations}) => migrations.filter(({state}) => state !== 'applied'))
      assert.deepEqual(pending, [])
      await both(async (name) => {
        const sql = "SELECT version FROM schema_migrations WHERE version = '009'"
        assert.equal((await query(name, sql)).length, 1, `009 is recorded in ${name}`)
        assert.equal((await query(name, 'SELECT phone FROM users LIMIT 1')).length, 1)
      })
    },
  },
  {
    title: 'is every table that belongs to a user protected by row security?',
    run: async ({pgplumb}) => {
      await pgplumb.show('rls check dev', {says: 'refresh_tokens'})
      assert.deepEqual((await pgplumb.json('rls check dev')).findings, [])
    },
  },
  {
    title: 'expired refresh tokens go, and no others',
    run: async ({pgplumb, query}) => {
      const count = (where) => one(query, 'dev', `SELECT count(*)::int FROM refresh_tokens WHERE ${where}`)
      const kept = await count(`NOT (${EXPIRED})`)
      assert.ok((await count(EXPIRED)) > 0, 'there are expired tokens')
      await pgplumb.show('maintain expire')
      assert.equal(await count(EXPIRED), 0, 'expired tokens are gone')
      assert.equal(await count(`NOT (${EXPIRED})`), kept, 'the others are still there')
    },
  },
  {
    title: 'VACUUM and REINDEX',
    run: async ({pgplumb, query}) => {
      await pgplumb.show('maintain vacuum')
      const vacuumed = "SELECT last_vacuum IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'refresh_tokens'"
      assert.equal(await one(query, 'dev', vacuumed), true, 'refresh_tokens was vacuumed')
      const node = () => one(query, 'dev', "SELECT pg_relation_filenode('idx_refresh_tokens_active')")
      const before = await node()
      await pgplumb.show('maintain reindex public.refresh_tokens')
      assert.notEqual(await node(), before, 'the index was rebuilt')
    },
  },
  {
    title: 'all of the daily maintenance at once, as a timer would run it',
    run: async ({pgplumb, query}) => {
      await pgplumb.show('maintain run daily --database test')
      const left = await one(query, 'test', `SELECT count(*)::int FROM refresh_tokens WHERE ${EXPIRED}`)
      assert.equal(left, 0, 'expired tokens are gone from test')
      await pgplumb.show('maintain history --limit 5', {says: 'refresh_tokens'})
    },
  },
  {
    title: 'everything that CI wants to know, in one command',
    run: async ({pgplumb}) => {
      await pgplumb.show('check', {says: 'all well'})
    },
  },
  {
    title: 'start over: the second time, and any time the schema is unchanged, a copy of a template',
    run: async ({pgplumb, query}) => {
      await query('dev', 'CREATE TABLE mess (); DELETE FROM refresh_tokens')
      await pgplumb.show('reset dev --yes')
      await pgplumb.show('reset dev --yes', {says: 'copied from its template'})
      assert.equal(await one(query, 'dev', "SELECT to_regclass('mess')"), null)
      assert.ok((await one(query, 'dev', 'SELECT count(*)::int FROM refresh_tokens')) > 0, 'the seeds ran')
      assert.equal((await pgplumb.json('drift dev')).drifted, false)
    },
  },
  {
    title: 'stop the servers',
    run: async ({pgplumb, url}) => {
      await pgplumb.show('stop')
      await both(async (name) => assert.equal(await answers(Number(new URL(url(name)).port)), false))
    },
  },
]

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
