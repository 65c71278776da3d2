import type {GenericIssue, GenericSchema} from 'valibot'
import {nearest} from '../nearest.ts'
import type {ConfigError, Path, Source} from './source.ts'

/** What valibot found, with its path from the top and the union's branches resolved. */
export type Problem = {readonly path: Path; readonly issue: GenericIssue; readonly unknownKey: boolean}

/** A union's issue says nothing; where the value went into one of its branches, that branch's issues do. */
export function problems(issue: GenericIssue, above: Path = []): Problem[] {
  const path = [...above, ...(issue.path ?? []).map(({key}) => (typeof key === 'number' ? key : String(key)))]
  const inner = (issue.issues ?? [])
    .flatMap((sub) => problems(sub, path))
    .filter((sub) => sub.path.length > path.length)
  if (inner.length > 0) return inner
  const holder: unknown = issue.path?.at(-1)?.input
  // valibot takes a list for a mapping with the keys 0, 1 …
  if (issue.expected === 'never' && Array.isArray(holder))
    return [{path: path.slice(0, -1), issue: {...issue, expected: 'Object', input: holder}, unknownKey: false}]
  return [{path, issue, unknownKey: issue.expected === 'never'}]
}

/** The problem in words: key path, what was expected, what was found, the key that was probably meant. */
export function explain({path, issue, unknownKey}: Problem, schema: GenericSchema, source: Source): ConfigError {
  const key = String(path.at(-1) ?? '')
  const known = knownKeys(schema, path.slice(0, -1))
  const meant = nearest(key, known)
  if (unknownKey) {
    const hint = meant ? `did you mean ${meant}?` : `known are ${known.join(', ')}`
    return {place: source.placeOf(path, 'key'), message: `unknown key ${pathText(path)}`, hint}
  }
  if (issue.path?.at(-1)?.origin === 'key' && issue.input === undefined && issue.expected !== 'Object')
    return {place: source.placeOf(path), message: `${pathText(path)} is missing`}
  const message = `${pathText(path)}: expected ${expected(issue)}, found ${found(issue.input, path)}`
  const hint = meant && !known.includes(key) ? `did you mean the key ${meant}?` : suggestion(issue)
  return {place: source.placeOf(path), message, hint}
}

function pathText(path: Path): string {
  if (path.length === 0) return 'the config'
  return path.map((key, depth) => (typeof key === 'number' ? `[${key}]` : depth === 0 ? key : `.${key}`)).join('')
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'a mapping',
}

function expected({message, expected}: GenericIssue): string {
  if (!message.startsWith('Invalid ')) return message
  return choices(expected)
    .map((word) => WORDS[word] ?? word)
    .join(' or ')
}

const choices = (expected: string | null): string[] =>
  (expected ?? '')
    .replace(/[()]/g, '')
    .split(' | ')
    .map((word) => word.replace(/^"|"$/g, ''))

function suggestion({type, input, expected, issues}: GenericIssue): string | undefined {
  const choice = type === 'union' ? issues?.find((issue) => issue.type === 'picklist') : undefined
  if (choice) return suggestion(choice)
  const meant = type === 'picklist' && typeof input === 'string' ? nearest(input, choices(expected)) : null
  return meant ? `did you mean ${meant}?` : undefined
}

function found(value: unknown, path: Path): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a mapping'
  if (path.some((key) => key === 'password' || key === 'url')) return `a ${typeof value}`
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** The keys that the schema knows at that path, in all branches of its unions. */
function knownKeys(schema: unknown, path: Path): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  if ('wrapped' in schema) return knownKeys(schema.wrapped, path)
  if ('options' in schema && Array.isArray(schema.options))
    return [...new Set(schema.options.flatMap((option) => knownKeys(option, path)))]
  const [key, ...below] = path
  if ('entries' in schema && typeof schema.entries === 'object' && schema.entries !== null)
    return key === undefined ? Object.keys(schema.entries) : knownKeys(Reflect.get(schema.entries, key), below)
  if (key === undefined) return []
  if ('item' in schema) return knownKeys(schema.item, below)
  return 'value' in schema ? knownKeys(schema.value, below) : []
}
