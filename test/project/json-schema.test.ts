import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {jsonSchema} from '../../scripts/lib/json-schema.ts'

test('pgplumb.schema.json is current (npm run build writes it)', () => {
  expect(readFileSync(new URL('../../pgplumb.schema.json', import.meta.url), 'utf8')).toBe(jsonSchema())
})

test('it knows every key and no others', () => {
  const schema = JSON.parse(jsonSchema())
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['schema', 'databases', 'maintenance']))
  expect(schema.additionalProperties).toBe(false)
})
