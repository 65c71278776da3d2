import type {Column} from './catalog.ts'
import {regexSample} from './regex-sample.ts'
import {literal} from './rows.ts'
import {sampleOf} from './values.ts'

const TEXTS = [
  'a',
  'A',
  'abc',
  'user@example.com',
  'https://example.com/a',
  '+15550100',
  'US',
  'USD',
  'en',
  'en-US',
  '#aabbcc',
  '00000',
  '1',
  '2026-01-15',
  'Europe/Berlin',
  'a-b',
  'a_b',
  '10.0.0.1',
  'a.b',
  '/a',
  '{}',
  '',
]
const NUMBERS = ['0', '1', '2', '-1', '0.5', '10', '50', '100', '1000']
const JSONS = ['{}', '[]', '[1]', '{"a": 1}', '"a"', '1', 'true', 'null']

/** Values that the conditions may want, as SQL: their own constants and what is near them, samples of patterns, and a pool. */
export function candidatesFor(column: Column, conditions: readonly string[], n: number): string[] {
  const source = conditions.join('\n')
  const strings = [...source.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] ?? '').replaceAll("''", "'"))
  const numbers = [...source.matchAll(/(?<![\w.'])-?\d+(?:\.\d+)?(?![\w.])/g)].map(([found]) => found)
  const texts = rawCandidates(column, strings, numbers, conditions, n)
  // Rotated, so that different rows get different values where there are several.
  const rotated = isText(column) && texts.length > 0 ? rotate(texts, n % texts.length) : texts
  return [...new Set(rotated)].map((text) => literal(text, column))
}

const rotate = <T>(list: readonly T[], by: number): T[] => [...list.slice(by), ...list.slice(0, by)]
export const isText = ({base}: Column): boolean => ['text', 'varchar', 'bpchar', 'citext', 'name'].includes(base)

function rawCandidates(
  column: Column,
  strings: readonly string[],
  numbers: readonly string[],
  conditions: readonly string[],
  n: number,
): string[] {
  const own = [0, 1, 2, 3].flatMap((i) => sampleOf(column, n + i) ?? [])
  if (column.category === 'E') return [...(column.labels ?? [])]
  if (column.category === 'A') return arrays(column, strings, own)
  if (isText(column)) {
    const lengths = numbers.map(Number).filter((count) => Number.isInteger(count) && count > 0 && count <= 400)
    const sized = [...new Set(lengths.flatMap((count) => [count, count + 1, count - 1]))].flatMap((count) =>
      count > 0
        ? [
            String(n).padStart(count, 'a').slice(-count),
            String(n).padStart(count, '1').slice(-count),
            String(n).padStart(count, 'A').slice(-count),
          ]
        : [],
    )
    const patterns = strings.filter((text) => /[\^$[\]\\(|.*+%]/.test(text))
    const samples = patterns.flatMap((pattern) => [0, 1, 2].map((i) => regexSample(pattern, n + i)))
    const liked = patterns.map((pattern) => pattern.replaceAll('%', `a${n}`).replaceAll('_', 'a'))
    const limit = Number(/\((\d+)/.exec(column.baseType)?.[1] ?? 10_000)
    return [
      ...strings.filter((text) => !patterns.includes(text)),
      ...samples,
      ...liked,
      ...own,
      ...TEXTS,
      ...sized,
      ...own.map((text) => text.toUpperCase()),
    ].filter((text) => text.length <= limit)
  }
  if (['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'money', 'oid'].includes(column.base)) {
    const whole = column.base.startsWith('int') || column.base === 'oid'
    const near = numbers.flatMap((text) => [
      text,
      String(Number(text) + 1),
      String(Number(text) - 1),
      String(Number(text) / 2),
    ])
    const limit = column.base === 'int2' ? 32_767 : column.base === 'int4' ? 2_147_483_647 : precisionLimit(column)
    return [...near, ...NUMBERS, ...own, ...strings.filter((text) => /^-?\d+(\.\d+)?$/.test(text))].filter(
      (text) =>
        (!whole || /^-?\d+$/.test(text)) &&
        Math.abs(Number(text)) <= limit &&
        (column.base !== 'oid' || !text.startsWith('-')),
    )
  }
  if (column.base === 'bool') return ['true', 'false']
  if (column.base === 'json' || column.base === 'jsonb') return [...JSONS, ...keyed(strings), ...strings.filter(isJson)]
  if (column.base === 'uuid') return [...strings.filter((text) => /^[0-9a-f-]{36}$/i.test(text)), ...own]
  if (['date', 'timestamp', 'timestamptz'].includes(column.base)) {
    const dated = strings.filter((text) => /^\d{4}-\d\d-\d\d/.test(text))
    return [
      ...dated,
      ...dated.flatMap(nextDay),
      ...own,
      ...conditions.flatMap(() => ['2000-01-01', '2024-06-01', '2025-06-01', '2026-06-01', '2030-01-01', '1990-01-01']),
      sampleOf(column, n + 40) ?? '2031-01-01',
    ]
  }
  if (column.base === 'interval') return [...own, '1 day', '0', '1 hour', '30 days']
  return own
}

/** numeric(p, s) has p - s digits before the point. */
function precisionLimit({baseType}: Column): number {
  const [, precision, scale] = /\((\d+)(?:,(\d+))?\)/.exec(baseType) ?? []
  return precision === undefined ? Number.MAX_SAFE_INTEGER : 10 ** (Number(precision) - Number(scale ?? 0)) - 1
}

function arrays(column: Column, strings: readonly string[], own: readonly string[]): string[] {
  const inner = {...column, category: '', element: null, base: column.element ?? ''}
  const elements = isText(inner) || column.labels ? [...strings, ...(column.labels ?? [])] : []
  const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
  const first = own[0]
  const pair = own[1] === undefined || first === undefined ? [] : [`${first.slice(0, -1)},${own[1].slice(1)}`]
  return [...own, '{}', ...elements.map((text) => `{${quoted(text)}}`), ...pair]
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Objects with the keys that a condition asks for. */
const keyed = (strings: readonly string[]): string[] => {
  const keys = strings.filter((text) => /^\w+$/.test(text))
  if (keys.length === 0) return []
  return ['x', 1, [], {}].map((value) => JSON.stringify(Object.fromEntries(keys.map((key) => [key, value]))))
}

const nextDay = (text: string): string[] => {
  const time = Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(time) ? [] : [1, -1].map((days) => new Date(time + days * 86_400_000).toISOString().slice(0, 10))
}
