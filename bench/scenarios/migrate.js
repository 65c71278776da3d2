import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {findPrograms} from '../machine.js'
import {interleave, measure, peakOfNode} from '../measure.js'
import {makeProject, pgplumb, startProject} from '../project.js'
import {installPeers, peer} from '../runners.js'

export const title = 'Migrate'

const script = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** A thousand files applied, and found applied, by pgplumb and by other runners; and a large file linted. */
export async function* run({quick}) {
  const peers = installPeers()
  const files = migrations(quick ? 200 : 1000)
  const project = await startProject('SELECT 1;\n')
  try {
    yield* runners(project, files, peers, quick)
  } finally {
    project.stop()
  }
  yield* verify(quick)
  yield* lint(peers, quick)
}

/** What a product's folder has: tables, columns, indexes, constraints, functions, rows. */
function migrations(count) {
  return Array.from({length: count}, (_, i) => {
    const table = `t_${Math.floor(i / 10)}`
    const kinds = [
      `CREATE TABLE ${table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());\nCOMMENT ON TABLE ${table} IS 'a table';`,
      `ALTER TABLE ${table} ADD COLUMN state text NOT NULL DEFAULT 'new';`,
      `CREATE INDEX ${table}_name ON ${table} (lower(name));`,
      `ALTER TABLE ${table} ADD CONSTRAINT ${table}_state CHECK (state IN ('new', 'old'));`,
      `INSERT INTO ${table} (name) VALUES ('one'), ('two');`,
      `CREATE FUNCTION ${table}_count() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM ${table}; $$;`,
      `ALTER TABLE ${table} ADD COLUMN owner_id bigint;\nCREATE INDEX ${table}_owner ON ${table} (owner_id);`,
      `CREATE VIEW ${table}_new AS SELECT id, name FROM ${table} WHERE state = 'new';`,
      `UPDATE ${table} SET state = 'old' WHERE name = 'one';`,
      `COMMENT ON COLUMN ${table}.owner_id IS 'whose it is';`,
    ]
    return kinds[i % kinds.length]
  })
}

/** A folder as `migrate verify` wants it, of growing size: what a file costs is to stay the same. */
async function* verify(quick) {
  const rounds = quick ? 2 : 5
  for (const count of quick ? [50, 100] : [50, 100, 200, 400]) {
    const ways = waysThereAndBack(count)
    const files = ways.flatMap(([up, down], i) => {
      const number = String(i + 1).padStart(3, '0')
      return [
        [`sql/migrations/${number}_m.sql`, `-- WHAT: step ${i + 1}\n-- WHY: the product needs it\n${up}\n`],
        [`sql/migrations/${number}_m.down.sql`, `${down}\n`],
      ]
    })
    const project = await startProject(ways.map(([up]) => `${up}\n`).join(''), Object.fromEntries(files))
    try {
      const program = {argv: pgplumb('migrate', 'verify'), cwd: project.root}
      // The first one makes the server for shadows.
      measure(program)
      const {pgplumb: costs} = interleave({pgplumb: program}, rounds)
      yield {name: `pgplumb migrate verify, ${count} files with down files`, costs}
    } finally {
      project.stop()
    }
  }
}

/** The same files so that they can run twice, each with its down file. */
function waysThereAndBack(count) {
  return Array.from({length: count}, (_, i) => {
    const t = `t_${Math.floor(i / 10)}`
    return [
      [
        `CREATE TABLE IF NOT EXISTS ${t} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);\nCOMMENT ON TABLE ${t} IS 'a table';`,
        `DROP TABLE IF EXISTS ${t};`,
      ],
      [
        `ALTER TABLE ${t} ADD COLUMN IF NOT EXISTS state text NOT NULL DEFAULT 'new';`,
        `ALTER TABLE ${t} DROP COLUMN IF EXISTS state;`,
      ],
      [`CREATE INDEX IF NOT EXISTS ${t}_name ON ${t} (lower(name));`, `DROP INDEX IF EXISTS ${t}_name;`],
      [
        `DO $$ BEGIN\n  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '${t}_state') THEN\n    ALTER TABLE ${t} ADD CONSTRAINT ${t}_state CHECK (state IN ('new', 'old'));\n  END IF;\nEND $$;`,
        `ALTER TABLE ${t} DROP CONSTRAINT IF EXISTS ${t}_state;`,
      ],
      [
        `INSERT INTO ${t} (name) SELECT v FROM (VALUES ('one'), ('two')) AS n (v) WHERE NOT EXISTS (SELECT FROM ${t} WHERE name = v);`,
        `DELETE FROM ${t} WHERE name IN ('one', 'two');`,
      ],
      [
        `CREATE OR REPLACE FUNCTION ${t}_count() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM ${t}; $$;`,
        `DROP FUNCTION IF EXISTS ${t}_count();`,
      ],
      [
        `ALTER TABLE ${t} ADD COLUMN IF NOT EXISTS owner_id bigint;\nCREATE INDEX IF NOT EXISTS ${t}_owner ON ${t} (owner_id);`,
        `ALTER TABLE ${t} DROP COLUMN IF EXISTS owner_id;`,
      ],
      [
        `CREATE OR REPLACE VIEW ${t}_new AS SELECT id, name FROM ${t} WHERE state = 'new';`,
        `DROP VIEW IF EXISTS ${t}_new;`,
      ],
      [
        `UPDATE ${t} SET state = 'old' WHERE name = 'one' AND state <> 'old';`,
        `UPDATE ${t} SET state = 'new' WHERE name = 'one';`,
      ],
      [`COMMENT ON COLUMN ${t}.owner_id IS 'whose it is';`, `COMMENT ON COLUMN ${t}.owner_id IS NULL;`],
    ][i % 10]
  })
}

function* runners(project, files, peers, quick) {
  const {root} = project
  const numbered = (i) => `${1_700_000_000_000 + i}`
  const write = (folder, name, text) => {
    mkdirSync(join(root, folder), {recursive: true})
    writeFileSync(join(root, folder, name), text)
  }
  let previous = null
  for (const [i, sql] of files.entries()) {
    write('sql/migrations', `${numbered(i)}_m.sql`, `${sql}\n`)
    write('dbmate', `${numbered(i)}_m.sql`, `-- migrate:up\n${sql}\n-- migrate:down\n`)
    write('node-pg-migrate', `${numbered(i)}_m.sql`, `-- Up Migration\n${sql}\n`)
    write('postgrator', `${i + 1}.do.m.sql`, `${sql}\n`)
    const hash = `sha1:${createHash('sha1')
      .update(`${`${previous ?? ''}\n${sql}`.trim()}\n`)
      .digest('hex')}`
    const header = `--! Previous: ${previous ?? '-'}\n--! Hash: ${hash}\n\n`
    write('graphile/migrations/committed', `${String(i + 1).padStart(6, '0')}.sql`, `${header}${sql}\n`)
    previous = hash
  }
  write('graphile', '.gmrc', '{}')
  write('.', 'all.sql', files.map((sql) => `BEGIN;\n${sql}\nCOMMIT;\n`).join(''))

  const {env} = project
  const url = (database) => `postgres://bench:bench@127.0.0.1:${env.PGPORT}/${database}?sslmode=disable`
  const bin = findPrograms(['psql'])
  const programs = {
    pgplumb: {argv: pgplumb('migrate', 'dev'), cwd: root},
    ...(peers && {
      dbmate: {
        argv: [...peer(peers, 'dbmate'), '--migrations-dir', 'dbmate', '--no-dump-schema', 'migrate'],
        cwd: root,
        env: {DATABASE_URL: url('dbmate')},
      },
      'node-pg-migrate': {
        // One transaction a file, as all the others do.
        argv: [
          ...peer(peers, 'node-pg-migrate'),
          'up',
          '-m',
          'node-pg-migrate',
          '--no-single-transaction',
          '--no-verbose',
        ],
        cwd: root,
        env: {DATABASE_URL: url('node_pg_migrate')},
      },
      'graphile-migrate': {
        argv: [...peer(peers, 'graphile-migrate'), 'migrate'],
        cwd: join(root, 'graphile'),
        env: {
          DATABASE_URL: url('graphile_migrate'),
          SHADOW_DATABASE_URL: url('graphile_shadow'),
          ROOT_DATABASE_URL: url('postgres'),
        },
      },
      postgrator: {
        argv: [process.execPath, script('postgrator.js'), peers, 'postgrator/*'],
        cwd: root,
        env: {DATABASE_URL: url('postgrator')},
      },
    }),
    ...(bin && {
      psql: {argv: [join(bin, 'psql'), '-qX', '-v', 'ON_ERROR_STOP=1', '-f', 'all.sql', url('psql')], cwd: root, env},
    }),
  }
  const databases = {pgplumb: 'bench', 'node-pg-migrate': 'node_pg_migrate', 'graphile-migrate': 'graphile_migrate'}
  const anew = (name) => () =>
    execFileSync(process.execPath, [script('database.js'), databases[name] ?? name], {env: {...process.env, ...env}})
  const fresh = Object.fromEntries(
    Object.entries(programs).map(([name, program]) => [name, {...program, before: anew(name)}]),
  )
  const many = `${files.length.toLocaleString('en')} files`
  const applied = interleave(fresh, quick ? 2 : 5)
  yield* besides(`pgplumb migrate, ${many}`, applied, peers)

  // The last round left each of them with all files applied.
  const bare = {node: {argv: [process.execPath, '-e', '0'], cwd: root}}
  const look = bin && {
    psql: {argv: [join(bin, 'psql'), '-qAtXc', 'SELECT version FROM schema_migrations', url('bench')], cwd: root, env},
  }
  const {psql, ...others} = programs
  const none = interleave({...bare, ...others, ...look}, quick ? 5 : 15)
  const {node, ...runs} = none
  yield* besides(`pgplumb migrate, ${many} in effect`, runs, peers)
  yield {
    name: `pgplumb migrate, ${many} in effect`,
    costs: runs.pgplumb,
    against: {name: 'node -e 0', costs: node},
    aim: {unit: 'cpu', above: 80},
    peaks: {pgplumb: peakOfNode(programs.pgplumb)},
  }
}

function* besides(name, {pgplumb: costs, ...others}, peers) {
  if (!peers) yield {name, costs, missing: 'no other runners: npm cannot install them'}
  for (const [other, theirs] of Object.entries(others))
    yield {
      name,
      costs,
      against: {name: other === 'psql' && !name.endsWith('effect') ? 'psql -f' : other, costs: theirs},
      ...(NODE_RUNNERS.includes(other) ? {aim: ['wall', 'cpu'].map((unit) => ({unit, most: 1}))} : {}),
    }
}

/** What is written in JavaScript throughout; dbmate is a Go program that a script of npm's starts. */
const NODE_RUNNERS = ['node-pg-migrate', 'graphile-migrate', 'postgrator']

function* lint(peers, quick) {
  const statements = Array.from({length: 5000}, (_, i) => {
    const table = `t_${i % 500}`
    return [
      `ALTER TABLE ${table} ADD COLUMN c_${i} text NOT NULL DEFAULT 'x';`,
      `CREATE INDEX i_${i} ON ${table} (c_${i - 1});`,
      `ALTER TABLE ${table} ADD CONSTRAINT k_${i} CHECK (c_${i - 2} <> '');`,
      `UPDATE ${table} SET c_${i - 3} = 'y' WHERE id = ${i};`,
      `ALTER TABLE ${table} ALTER COLUMN c_${i - 4} DROP NOT NULL;`,
    ][i % 5]
  })
  const project = makeProject({'pgplumb.yaml': '{}\n', 'sql/migrations/001_large.sql': statements.join('\n')})
  try {
    const cwd = project.root
    const squawk = peers && {squawk: {argv: [...peer(peers, 'squawk'), 'sql/migrations/001_large.sql'], cwd, exit: 1}}
    const ours = {pgplumb: {argv: pgplumb('migrate', 'lint'), cwd, exit: 1}}
    for (const program of Object.values({...ours, ...squawk})) measure(program)
    const costs = interleave({...ours, ...squawk}, quick ? 5 : 15)
    const against = squawk ? {name: "squawk by npm's wrapper", costs: costs.squawk} : null
    const name = 'pgplumb migrate lint, 5,000 statements'
    const missing = squawk ? null : 'npm cannot install squawk'
    yield {name, costs: costs.pgplumb, against, missing, aim: {unit: 'wall', most: 1.5}}
  } finally {
    project.remove()
  }
}
