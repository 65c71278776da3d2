import {safeParse} from 'valibot'
import {explain, problems} from './explain.ts'
import {type Config, config} from './schema/config.ts'
import type {ConfigError, Path, Source} from './source.ts'

/** The value as a Config, or everything that is wrong with it. */
export function validate(value: unknown, source: Source): {config: Config | null; errors: ConfigError[]} {
  const errors: ConfigError[] = []
  let rest = value
  // Each turn takes away at least one unknown key.
  for (;;) {
    const result = safeParse(config, rest)
    if (result.success) return {config: errors.length === 0 ? result.output : null, errors}
    const found = result.issues.flatMap((issue) => problems(issue))
    const unknown = found.filter(({unknownKey}) => unknownKey)
    const reported = unknown.length > 0 ? unknown : found
    errors.push(...reported.map((problem) => explain(problem, config, source)))
    if (unknown.length === 0) return {config: null, errors}
    // valibot stops a mapping at its first unknown key, so the known ones go and it looks again.
    for (const {path} of unknown) rest = without(rest, path)
  }
}

function without(value: unknown, [key, ...below]: Path): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return value
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === key ? without(item, below) : item))
  const kept = Object.entries(value).filter(([name]) => name !== key || below.length > 0)
  return Object.fromEntries(kept.map(([name, item]) => [name, name === key ? without(item, below) : item]))
}
