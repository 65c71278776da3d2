import type {Path} from './source.ts'

export type Variables = Readonly<Record<string, string | undefined>>
export type Missing = {readonly path: Path; readonly variable: string}

/** `$${` stands for a plain `${`. */
const REFERENCE = /\$(\$\{)|\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g

/**
 * Puts variables into every string of a value: `${VAR}`, `${VAR:-default}`. An empty variable counts as missing, as in
 * a CI job without the secret. What is missing is left as it stands and listed.
 */
export function interpolate(
  value: unknown,
  variables: Variables,
  path: Path = [],
): {value: unknown; missing: Missing[]} {
  if (typeof value === 'string') return interpolateText(value, variables, path)
  if (typeof value !== 'object' || value === null) return {value, missing: []}
  const parts = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, interpolate(item, variables, [...path, index])] as const)
    : Object.entries(value).map(([key, item]) => [key, interpolate(item, variables, [...path, key])] as const)
  const missing = parts.flatMap(([, part]) => part.missing)
  if (Array.isArray(value)) return {value: parts.map(([, part]) => part.value), missing}
  return {value: Object.fromEntries(parts.map(([key, part]) => [key, part.value])), missing}
}

function interpolateText(text: string, variables: Variables, path: Path): {value: string; missing: Missing[]} {
  const missing: Missing[] = []
  const value = text.replace(REFERENCE, (written, escaped?: string, name = '', fallback?: string) => {
    if (escaped) return escaped
    const found = variables[name] || fallback
    if (found !== undefined) return found
    missing.push({path, variable: name})
    return written
  })
  return {value, missing}
}
