import {describe, expect, test} from 'vitest'
import {withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {choosePgDump} from '../../src/postgres/pg-dump/choose.ts'
import {compare} from '../../src/schema/compare.ts'
import {readDatabase} from '../../src/schema/read.ts'
import {converge} from '../support/converge.ts'
import {createDatabase, testServer} from '../support/database.ts'
import {type Major, noMajors, startMajor} from '../support/majors.ts'
import {needs} from '../support/needs.ts'
import {RICH_SCHEMA} from '../support/rich-schema.ts'

const real = (changes: Awaited<ReturnType<typeof compare>>) =>
  changes.filter(({cosmetic}) => !cosmetic).map(({kind, identity, details}) => [kind, identity, ...details])

describe('the two sides run different major versions', () => {
  needs(noMajors === null, noMajors ?? '')

  test.each<Major>([13, 15, 17])(
    '%i and the newest: the same SQL is no drift, and drift is mended',
    {timeout: 300_000},
    async (major) => {
      const server = await startMajor(major)
      const old = withDatabase(server.address, 'app')
      await withConnection(server.address, (client) => client.query('CREATE DATABASE app TEMPLATE template0'))
      // SQL-standard bodies came with 14.
      const sql = major < 14 ? RICH_SCHEMA.replace(/^CREATE FUNCTION app\.twice.*$/m, '') : RICH_SCHEMA
      await withConnection(old, (client) => client.query(sql))
      const newest = await createDatabase(sql)
      // One pg_dump for both, as a comparison has it.
      const pgDump = await choosePgDump({serverMajor: 18, path: process.env.PATH ?? ''})
      const [found, wanted] = [await readDatabase(old, {pgDump}), await readDatabase(newest, {pgDump})]
      expect(real(await compare(found, wanted))).toEqual([])
      expect(real(await compare(wanted, found))).toEqual([])
      expect(testServer().port).not.toBe(server.address.port)

      await withConnection(old, (client) =>
        client.query(`
        DROP VIEW app.admins;
        ALTER TABLE app.users DROP COLUMN lower_email, ALTER COLUMN tags DROP DEFAULT, ALTER COLUMN role DROP NOT NULL;
        DROP POLICY own ON app.users;
        DROP INDEX app.measures_v_idx;
        REVOKE SELECT (id, email) ON app.users FROM PUBLIC;`),
      )
      await converge(old, await readDatabase(old, {pgDump}), wanted, {pgDump, online: true})
    },
  )
})
