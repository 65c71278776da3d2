import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {testServer} from '../support/database.ts'
import {type Lab, openLab, SYSTEMS, through, variants} from './lab.ts'
import {shown} from './reproduce.ts'

vi.setConfig({testTimeout: 120_000})

for (const system of SYSTEMS)
  describe(system, () => {
    let lab: Lab
    beforeAll(async () => {
      lab = await openLab(testServer(), system)
    })
    afterAll(() => lab.close())

    test('as it is kept, nothing leaks and everything is proven', async () => {
      const {leaks, unproven, matrix, tables} = await lab.prove('')
      expect({leaks, unproven}).toEqual({leaks: [], unproven: []})
      expect(tables.seeded).toBe(tables.wanted)
      expect(matrix.filter(({cells}) => cells.read === 'ok').length).toBeGreaterThan(8)
    })

    test.each(variants(system, 'mutants'))(
      '$name: leaks through $leaksThrough, and the scripts show it',
      async (fault) => {
        await lab.inVariant(fault.sql, async (_client, address) => {
          const {leaks} = await lab.proveAt(address)
          expect(through(leaks, fault.leaksThrough)).not.toEqual([])
          for (const leak of leaks) expect(await shown(address, leak)).toEqual(leak.reproducer.shows)
        })
      },
    )

    test.each(variants(system, 'benign'))('$name: nothing leaks', async ({sql}) => {
      const {leaks} = await lab.prove(sql)
      expect(leaks).toEqual([])
    })

    test('what is at random is judged; what is another each time is not passed', async () => {
      const table = system === 'verofield' ? 'jobs' : 'project_tasks'
      const sql = (expression: string, rights: string) =>
        `CREATE VIEW shuffled WITH (${rights}) AS SELECT t.*, ${expression} AS x FROM ${table} t; GRANT SELECT ON shuffled TO @app`
      const [own, all, clock] = [
        await lab.prove(sql('random()', 'security_invoker = true')),
        await lab.prove(sql('random()', 'security_invoker = false')),
        await lab.prove(sql('clock_timestamp()', 'security_invoker = true')),
      ]
      const about = (list: readonly {readonly identity: string}[]) =>
        list.filter(({identity}) => identity === 'public.shuffled').length
      expect([about(own.leaks), about(own.unproven)]).toEqual([0, 0])
      expect(about(all.leaks)).toBeGreaterThan(0)
      expect(about(clock.unproven)).toBeGreaterThan(0)
    })
  })
