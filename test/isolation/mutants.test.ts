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
  })
