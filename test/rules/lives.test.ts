import {randomBytes} from 'node:crypto'
import type pg from 'pg'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {withDatabase} from '../../src/postgres/address.ts'
import {connect, withConnection} from '../../src/postgres/connect.ts'
import {loadRules, RULE_GROUPS} from '../../src/rules/load.ts'
import {testServer} from '../support/database.ts'
import {check, cleanSql, cure, readLife, withRoles} from './life.ts'

/** Rules that need what no transaction can show, and where their lives are tested. */
const ELSEWHERE = ['invalid-index', 'unused-index']

const suffix = randomBytes(4).toString('hex')
const roles = {app: `app_${suffix}`, owner: `owner_${suffix}`, other: `other_${suffix}`}
const database = `lives_${suffix}`
let client: pg.Client

beforeAll(async () => {
  await withConnection(testServer(), async (server) => {
    await server.query(`CREATE ROLE ${roles.app} LOGIN`)
    await server.query(`CREATE ROLE ${roles.owner} NOLOGIN`)
    await server.query(`CREATE ROLE ${roles.other} NOLOGIN`)
    await server.query(`CREATE DATABASE ${database} TEMPLATE template0`)
  })
  client = await connect(withDatabase(testServer(), database))
  // What everyone may do in a fresh database before PostgreSQL 15, and in one made with it.
  await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC')
  await client.query(cleanSql(roles))
})

afterAll(async () => {
  await client.end()
  await withConnection(testServer(), async (server) => {
    await server.query(`DROP DATABASE ${database} WITH (FORCE)`)
    for (const role of Object.values(roles)) await server.query(`DROP ROLE ${role}`)
  })
})

for (const group of RULE_GROUPS)
  describe(group, async () => {
    const rules = await loadRules([group])

    test('a well-kept database has nothing to find', () =>
      rolledBack(async () => {
        const {findings, notLookedAt} = await check(client, rules, roles.app)
        expect(findings).toEqual([])
        expect(notLookedAt.filter(({reason}) => reason.includes('tenant_column'))).toEqual([])
      }))

    test.each(rules.filter(({name}) => !ELSEWHERE.includes(name)))('$name', async (rule) => {
      const sections = readLife(rule)
      if (!sections) throw new Error(`${rule.name} has no life in test/rules/lives/${group}/${rule.name}.sql`)
      expect(sections.map(({kind}) => kind)).toEqual(expect.arrayContaining(['break', 'near miss']))
      for (const [index, section] of sections.entries()) {
        if (section.kind === 'mend') continue
        const mend = sections[index + 1]
        await rolledBack(async () => {
          const {sql, params, title} = section
          const found = async (given = params) => (await check(client, rules, roles.app, given)).findings
          await client.query(withRoles(sql, roles))
          const findings = await found()
          const shown = findings.map(({rule, object, message}) => `${rule} ${object?.identity}: ${message}`)
          if (section.kind === 'near miss') {
            expect(shown, title).toEqual([])
            return
          }
          expect(findings.map((finding) => finding.rule).sort(), `${title}\n${shown.join('\n')}`).toEqual(
            [rule.name, ...section.also].sort(),
          )
          const finding = findings.find((finding) => finding.rule === rule.name)
          expect(finding?.message, title).toMatch(/\S/)
          if (mend?.kind === 'mend') {
            expect(finding?.sql, `${title}: mended by hand`).toBeNull()
            await client.query(withRoles(mend.sql, roles))
            expect(await found({...params, ...mend.params}), title).toEqual([])
            return
          }
          if (!finding?.sql) throw new Error(`${rule.name}: no cure as SQL, and no "-- mend" after the break`)
          await cure(client, finding.sql)
          const left = (await found()).map(({rule, message}) => `${rule}: ${message}`)
          // What a break causes beside, another rule's cure mends.
          const own = section.also.length === 0 ? left : left.filter((line) => line.startsWith(`${rule.name}:`))
          expect(own, finding.sql).toEqual([])
        })
      }
    })
  })

async function rolledBack(work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN; SET LOCAL search_path = public')
  try {
    await work()
  } finally {
    await client.query('ROLLBACK')
  }
}
