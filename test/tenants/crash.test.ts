import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test, vi} from 'vitest'
import {bin} from '../support/cli.ts'
import {createDatabase} from '../support/database.ts'
import {outcome, startNode} from '../support/process.ts'
import {projectOf, urlWithPassword} from '../support/project.ts'
import {randomOf} from '../support/random.ts'
import {TEMPLATE} from './fixture.ts'
import {drifted, query} from './support.ts'

vi.setConfig({testTimeout: 1_200_000})

/** `TENANTS=200 KILLS=20` for a long look. */
const TENANTS = Number(process.env.TENANTS ?? 24)
const KILLS = Number(process.env.KILLS ?? 4)

test('killed at any moment, a rerun makes and migrates every tenant whole', async () => {
  const address = await createDatabase(TEMPLATE)
  const names = Array.from({length: TENANTS}, (_, index) => `t${index}`)
  const project = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: ${JSON.stringify(urlWithPassword(address))}}}\ntenancy: {model: schema, reference: [stages]}`,
    names: names.join('\n'),
    'sql/tenant-migrations/001_note.sql':
      "ALTER TABLE users ADD COLUMN note text; INSERT INTO stages (label) VALUES ('new');",
    'sql/tenant-migrations/002_tags.sql': 'CREATE TABLE tags (id serial PRIMARY KEY, deal bigint REFERENCES deals);',
  })
  const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 1e9))
  console.info(`TEST_SEED=${seed} TENANTS=${TENANTS} KILLS=${KILLS}`)
  const random = randomOf(seed)
  const survive = async (...args: string[]): Promise<void> => {
    // How long it takes when nobody disturbs it is not known: begin short, and let it come further each time.
    for (let kill = 1; kill <= KILLS; kill++) {
      const child = startNode([bin, ...args], {}, project.root)
      const ended = outcome(child)
      const code = await Promise.race([
        ended.then((done) => done.code),
        sleep(400 + random() * 1500 * kill).then(() => 'alive' as const),
      ])
      if (code === 0) return console.info(`${args.join(' ')}: done after ${kill - 1} kills`)
      child.kill('SIGKILL')
      await ended
    }
    const last = await project.run(...args)
    expect({seed, code: last.code, out: last.code === 0 ? '' : last.stdout + last.stderr}).toMatchObject({
      code: 0,
      out: '',
    })
    console.info(`${args.join(' ')}: done after ${KILLS} kills`)
  }
  await survive('tenant', 'create', '--from-file', 'names', '--if-missing')
  const schemas = names.map((name) => `tenant_${name}`)
  const registered = () => query(address, 'SELECT schema_name FROM tenants ORDER BY id')
  expect((await registered()).flat().sort()).toEqual([...schemas].sort())
  expect(await drifted(address, schemas)).toEqual({absent: [], groups: []})

  await survive('tenant', 'migrate')
  expect(await drifted(address, schemas)).toEqual({absent: [], groups: []})
  // Done exactly once in each: the row of the first file is there once, and so is its record.
  for (const schema of ['template', ...schemas])
    expect([
      schema,
      ...(await query(
        address,
        `SELECT (SELECT count(*)::int FROM ${schema}.stages WHERE label = 'new'),
        (SELECT string_agg(version, ' ' ORDER BY version) FROM ${schema}.schema_migrations WHERE applied_at IS NOT NULL)`,
      )),
    ]).toEqual([schema, [1, '001 002']])
})
