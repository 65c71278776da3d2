import {Failure} from '../../failure.ts'
import {identifier} from '../../schema/words.ts'

/** How deep a name stands in string constants, from the inside out: each doubles quotes, and one with E backslashes too. */
export type Nesting = readonly ('plain' | 'escape' | {readonly dollar: string})[]

/** A place for a schema's name: as an identifier, or as the text of a constant. */
export type Hole = {readonly as: 'identifier' | 'constant'; readonly within: Nesting}

/** SQL about one schema with its name left out. */
export type Pattern = readonly (string | Hole)[]

/**
 * The SQL for a schema of this name.
 * @throws Failure `bad_tenant_name` where the name would end a dollar-quoted string that it stands in
 */
export function fill(pattern: Pattern, name: string): string {
  const texts = new Map<string, string>()
  return pattern
    .map((part) => {
      if (typeof part === 'string') return part
      const key = JSON.stringify(part)
      const text = texts.get(key) ?? textOf(part, name)
      texts.set(key, text)
      return text
    })
    .join('')
}

function textOf({as, within}: Hole, name: string): string {
  let text = as === 'identifier' ? identifier(name) : name
  for (const nesting of within) {
    if (typeof nesting === 'object') {
      if (!text.includes(nesting.dollar)) continue
      throw new Failure('bad_tenant_name', `"${name}" cannot stand in a string quoted by ${nesting.dollar}`, {
        hint: "choose a name without $, or another quote in the template's function",
      })
    }
    text = text.replaceAll("'", "''")
    if (nesting === 'escape') text = text.replaceAll('\\', '\\\\')
  }
  return text
}

/** The patterns one after the other. */
export const joined = (patterns: readonly Pattern[], separator = '\n'): Pattern =>
  compact(patterns.flatMap((pattern, index) => (index === 0 ? pattern : [separator, ...pattern])))

/** Neighbouring texts made one: a tenant's SQL is put together thousands of times. */
export function compact(pattern: Pattern): Pattern {
  const parts: (string | Hole)[] = []
  for (const part of pattern) {
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  return parts
}
