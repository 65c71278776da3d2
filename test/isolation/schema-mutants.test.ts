import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {testServer} from '../support/database.ts'
import {SCHEMA_SYSTEMS, through, variants} from './lab.ts'
import {shown} from './reproduce.ts'
import {openSchemaLab, type SchemaLab} from './schema-lab.ts'

vi.setConfig({testTimeout: 240_000, hookTimeout: 120_000})

for (const system of SCHEMA_SYSTEMS)
  describe(system, () => {
    let lab: SchemaLab
    beforeAll(async () => {
      lab = await openSchemaLab(testServer(), system)
    })
    afterAll(() => lab.close())

    test('as it is kept, nothing leaks, everything is proven, and what keeps tenants apart is said', async () => {
      const {leaks, unproven, matrix, tables, schemas} = await lab.inVariant('', (_client, address) =>
        lab.proveAt(address),
      )
      expect({leaks, unproven}).toEqual({leaks: [], unproven: []})
      expect(tables.seeded).toBe(tables.wanted)
      expect(matrix.filter(({cells}) => cells.insert === 'ok').length).toBeGreaterThan(6)
      expect(schemas?.separatedBy).toBe(system === 'crm' ? 'application' : 'roles')
      expect(schemas?.tried).toEqual(system === 'crm' ? ['tenant_proof_a'] : ['tenant_acme', 'tenant_globex'])
    })

    test.each(variants(system, 'mutants'))(
      '$name: leaks through $leaksThrough, and the scripts show it',
      async ({sql, leaksThrough}) => {
        await lab.inVariant(sql, async (_client, address) => {
          const {leaks} = await lab.proveAt(address)
          expect(through(leaks, leaksThrough)).not.toEqual([])
          for (const leak of leaks) expect(await shown(address, leak)).toEqual(leak.reproducer.shows)
        })
      },
    )

    test.each(variants(system, 'benign'))('$name: nothing leaks', async ({sql}) => {
      const {leaks, unproven} = await lab.inVariant(sql, (_client, address) => lab.proveAt(address))
      expect({leaks, unproven}).toEqual({leaks: [], unproven: []})
    })
  })
