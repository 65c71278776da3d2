import {readFileSync} from 'node:fs'
import {Flags} from '@oclif/core'
import {Failure} from '../failure.ts'

export const tenantFlags = {
  database: Flags.string({description: 'a database of the config; default: the first', helpValue: 'NAME'}),
}

export const concurrencyFlag = {
  concurrency: Flags.integer({
    description: 'how many sessions work at once',
    default: 4,
    min: 1,
    max: 64,
    helpValue: 'N',
  }),
}

type NewTenant = {readonly name: string; readonly values: Readonly<Record<string, string>>}

/**
 * The tenants of a file: a name a line, or a JSON list of names and of objects with a `name` and further values.
 * @throws Failure `bad_tenant_file`
 */
export function tenantsOfFile(path: string): readonly NewTenant[] {
  const text = read(path)
  if (!/^\s*\[/.test(text))
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((name) => ({name: name.trim(), values: {}}))
  const list: unknown = parse(text, path)
  if (!Array.isArray(list)) throw bad(path, 'it is no list')
  return list.map((item: unknown, index) => {
    if (typeof item === 'string') return {name: item, values: {}}
    const values = typeof item === 'object' && item !== null ? Object.entries(item) : []
    const name = values.find(([key]) => key === 'name')?.[1]
    if (typeof name !== 'string') throw bad(path, `item ${index + 1} has no "name"`)
    const rest = values.filter(([key, value]) => key !== 'name' && value !== null)
    const odd = rest.find(([, value]) => typeof value === 'object')
    if (odd) throw bad(path, `"${odd[0]}" of ${name} is no text, number or boolean`)
    return {name, values: Object.fromEntries(rest.map(([key, value]) => [key, String(value)]))}
  })
}

function read(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (cause) {
    throw new Failure('no_file', `cannot read ${path === '-' ? 'standard input' : path}`, {cause})
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    // The parser's message would quote values, which may be secret.
    throw bad(path, 'it is no JSON', cause)
  }
}

const bad = (path: string, why: string, cause?: unknown): Failure =>
  new Failure('bad_tenant_file', `${path}: ${why}`, {
    hint: 'write a name on each line; or JSON: ["acme", {"name": "globex", "plan": "pro"}]',
    ...(cause === undefined ? {} : {cause}),
  })

/**
 * `--param plan=pro`, several times.
 * @throws Failure `usage`
 */
export function parameters(settings: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    settings.map((setting) => {
      const at = setting.indexOf('=')
      if (at < 1) throw new Failure('usage', `--param ${setting} is not NAME=VALUE`, {hint: '--param plan=pro'})
      return [setting.slice(0, at), setting.slice(at + 1)]
    }),
  )
}
