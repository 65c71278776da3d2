import {type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument} from 'yaml'
import {Failure, type Place} from '../failure.ts'
import {redact} from '../redact.ts'

export type Path = readonly (string | number)[]

/** A config file as text, its value, and where each part of the value stands. */
export type Source = {
  readonly file: string
  readonly value: unknown
  /** The place of the value at that path, of its key, or of the nearest parent that is written down. */
  readonly placeOf: (path: Path, part?: 'key' | 'value') => ConfigPlace
}

/**
 * Reads YAML, which JSON is a part of. `below` leads to the config in the file (`['pgplumb']` in package.json).
 * @throws Failure `bad_config`, with every error of syntax
 */
export function readSource(file: string, text: string, below: Path = []): Source {
  const lines = new LineCounter()
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, merge: true})
  const placeAt = (offset: number) => {
    const {line, col} = lines.linePos(offset)
    return {file, line: Math.max(1, line), column: Math.max(1, col), text: text.split(/\r?\n/)[line - 1] ?? ''}
  }
  if (document.errors.length > 0) {
    const errors = document.errors.map((error) => ({place: placeAt(error.pos[0]), message: firstLine(error.message)}))
    throw badConfig(errors)
  }
  const placeOf: Source['placeOf'] = (path, part = 'value') => placeAt(offsetOf(document, [...below, ...path], part))
  try {
    const all: unknown = document.toJS()
    return {file, value: below.reduce<unknown>((value, key) => member(value, key), all), placeOf}
  } catch (cause) {
    throw badConfig([{place: placeAt(0), message: cause instanceof Error ? cause.message : String(cause)}])
  }
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').replace(/ at line \d+.*$/, '')

function member(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function offsetOf(document: Document, path: Path, part: 'key' | 'value'): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, key] of path.entries()) {
    const last = depth === path.length - 1
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      if (!pair) return offset
      offset = startOf(last && part === 'value' ? pair.value : pair.key) ?? startOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(key)]
      offset = startOf(node) ?? offset
    } else return offset
  }
  return offset
}

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0]

export type ConfigPlace = Place & {readonly line: number; readonly column: number}
export type ConfigError = {readonly place: ConfigPlace; readonly message: string; readonly hint?: string | undefined}

/** All errors in one Failure: each with its place, its line and a caret under it. */
export function badConfig(errors: readonly ConfigError[]): Failure {
  const [first] = errors
  const texts = errors.map(({place, message, hint}) => {
    const where = `${place.file}:${place.line}:${place.column}`
    const line = place.text === undefined ? '' : `\n${excerpt(place)}`
    return `${where} ${message}${hint ? ` (${hint})` : ''}${line}`
  })
  return new Failure('bad_config', redact(texts.join('\n')), {
    ...(first && errors.length === 1 ? {place: {...first.place, text: redact(first.place.text ?? '')}} : {}),
    ...(errors.length > 1 ? {hint: `${errors.length} errors in the config`} : {}),
  })
}

function excerpt({line = 1, column = 1, text = ''}: Place): string {
  const gutter = ` ${line} | `
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ')
  return `${gutter}${text}\n${' '.repeat(gutter.length)}${indent}^`
}
