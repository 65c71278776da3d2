import {expect, test, vi} from 'vitest'
import {urlOf} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {type Major, noMajors, startMajor} from '../support/majors.ts'
import {needs} from '../support/needs.ts'
import {projectOf} from '../support/project.ts'

vi.setConfig({testTimeout: 240_000})
needs(noMajors === null, noMajors ?? '')

async function projectOn(major: Major) {
  const {address} = await startMajor(major)
  await withConnection(address, (client) => client.query('CREATE DATABASE dev'))
  const url = (database: string) => JSON.stringify(urlOf({...address, database}))
  const dev = {...address, database: 'dev'}
  const project = projectOf({
    'pgplumb.yaml': [
      'databases:',
      `  dev: {url: ${url('dev')}, disposable: true}`,
      `  other: {url: ${url('other')}, disposable: true}`,
      'maintenance:',
      '  expire: [{table: tokens, column: expires_at}]',
    ].join('\n'),
    'sql/schema.sql': `
      CREATE TABLE users (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant_id int NOT NULL,
        email text NOT NULL UNIQUE,
        role varchar(20) NOT NULL CHECK (role IN ('admin', 'member'))
      );
      CREATE TABLE tokens (id int PRIMARY KEY, user_id int REFERENCES users, expires_at timestamptz NOT NULL);
      CREATE INDEX ON tokens (expires_at);
      CREATE INDEX ON tokens (user_id);
      CREATE VIEW admins AS SELECT id, email FROM users WHERE role = 'admin';
    `,
    'sql/migrations/001_users.sql': `
      CREATE TABLE IF NOT EXISTS users (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant_id int NOT NULL,
        email text NOT NULL UNIQUE,
        role varchar(20) NOT NULL CHECK (role IN ('admin', 'member'))
      );`,
    'sql/migrations/002_tokens.sql': `
      CREATE TABLE IF NOT EXISTS tokens (id int PRIMARY KEY, user_id int REFERENCES users, expires_at timestamptz NOT NULL);
      CREATE INDEX IF NOT EXISTS tokens_expires_at_idx ON tokens (expires_at);
      CREATE INDEX IF NOT EXISTS tokens_user_id_idx ON tokens (user_id);
      CREATE OR REPLACE VIEW admins AS SELECT id, email FROM users WHERE role = 'admin';`,
    'sql/seeds.sql': `
      INSERT INTO users (tenant_id, email, role) VALUES (1, 'a@example.org', 'admin');
      INSERT INTO tokens VALUES (1, 1, now() - interval '1 day'), (2, 1, now() + interval '1 day');`,
  })
  return {...project, inDev: (sql: string) => withConnection(dev, (client) => client.query(sql))}
}

test('a server older than 13 is refused, by every command, with what would do', async () => {
  const {run} = await projectOn(12)
  for (const command of [['reset', '--yes'], ['apply'], ['drift'], ['plan'], ['migrate'], ['rls', 'check'], ['lint']]) {
    const {code, stdout, stderr} = await run(...command)
    expect({command, code, stdout}).toEqual({command, code: 2, stdout: ''})
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /is PostgreSQL 12\.22 hint: pgplumb works with PostgreSQL 13 and newer/,
    )
  }
  expect((await run('status')).stdout).toContain('is PostgreSQL 12.22')
})

test.for([13, 17] as const)('a day on PostgreSQL %i', async (major) => {
  const {run, inDev} = await projectOn(major)
  const ok = async (...command: string[]): Promise<string> => {
    const {code, stdout, stderr} = await run(...command)
    expect({command, code, said: code === 0 ? '' : stderr + stdout}).toEqual({command, code: 0, said: ''})
    return stdout
  }
  await ok('reset', '--yes')
  await ok('drift', 'dev')
  expect((await ok('status', 'dev')).replaceAll(/\s+/g, ' ')).toContain(`PostgreSQL ${major}.`)
  await ok('migrate', 'other')
  await ok('drift', 'other')
  await ok('drift', 'dev', 'other')
  await ok('migrate', 'status', 'dev', '--check')

  await inDev('DROP INDEX tokens_user_id_idx; ALTER TABLE users ALTER email DROP NOT NULL')
  expect(await run('plan', 'dev')).toMatchObject({code: 1, stdout: expect.stringMatching(/-- proven/i)})
  await ok('apply', 'dev')
  await ok('drift', 'dev')

  await ok('migrate', 'verify')
  await ok('lint', 'dev')
  await ok('migrate', 'rehearse', 'dev')
  await ok('maintain', 'expire', '--database', 'dev')
  expect((await inDev('SELECT id FROM tokens')).rows).toEqual([{id: 2}])
  await ok('maintain', 'vacuum', '--database', 'dev')
  await ok('maintain', 'analyze', '--database', 'dev')
  await ok('maintain', 'reindex', '--database', 'dev')
  await ok('maintain', 'history', '--database', 'dev')
  const rls = await run('rls', 'check', 'dev')
  expect(rls.code).toBe(1)
  expect(rls.stdout).toContain('rls-disabled')
})
