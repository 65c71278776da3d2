import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {jsonSchema} from '../../scripts/lib/json-schema.ts'

const text = readFileSync(new URL('../../docs/config.md', import.meta.url), 'utf8')

/** The keys of every `properties` in a JSON Schema. */
function* keysOf(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties' && typeof value === 'object' && value !== null) yield* Object.keys(value)
    yield* keysOf(value)
  }
}

test('docs/config.md names every key of the config', () => {
  const keys = [...new Set(keysOf(JSON.parse(jsonSchema())))]
  expect(keys.length).toBeGreaterThan(40)
  expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([])
})

test('and no others', () => {
  const keys = new Set(keysOf(JSON.parse(jsonSchema())))
  const cells = [...text.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap(([, cell = '']) => cell.split(', '))
  const named = cells.map((key) => key.replaceAll('`', '').trim())
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((key) => !keys.has(key))).toEqual([])
})
