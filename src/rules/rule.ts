import {Failure} from '../failure.ts'
import {SEVERITIES, type Severity} from '../finding.ts'

export type RuleParam = {
  readonly name: string
  /** A rule whose required parameter is not given is not looked at; an optional one is bound as null. */
  readonly required: boolean
}

/** One rule: a file with a header of comment lines and a query. */
export type Rule = {
  /** The file's name without `.sql`: `rls-disabled`. */
  readonly name: string
  /** The folder it lies in: `isolation`. */
  readonly group: string
  readonly file: string
  readonly title: string
  readonly severity: Severity
  readonly why: string
  readonly cure: string
  /** The least server version, as in `server_version_num`; 0 for every version. */
  readonly since: number
  readonly reference: string | null
  /** Bound as $1, $2 … in this order. */
  readonly params: readonly RuleParam[]
  /** The whole file, so that an error's position is one in the file. */
  readonly sql: string
}

const KEYS = ['title', 'severity', 'why', 'cure', 'since', 'reference', 'params']

/**
 * Reads a rule file's text. A header line is `-- key: value`; a line `--   more` continues the one before.
 * @throws Failure `bad_rule`
 */
export function parseRule(text: string, where: {name: string; group: string; file: string}): Rule {
  const header = readHeader(text, where.file)
  const need = (key: string): string => {
    const value = header.get(key)
    if (!value) throw badRule(where.file, `the header has no "-- ${key}:" line`)
    return value
  }
  const severity = SEVERITIES.find((known) => known === need('severity'))
  if (!severity) throw badRule(where.file, `severity is "${need('severity')}", not one of ${SEVERITIES.join(', ')}`)
  return {
    ...where,
    title: need('title'),
    severity,
    why: need('why'),
    cure: need('cure'),
    since: parseVersion(header.get('since') ?? '0', where.file),
    reference: header.get('reference') ?? null,
    params: parseParams(header.get('params') ?? ''),
    sql: text,
  }
}

export const badRule = (file: string, problem: string, cause?: unknown): Failure =>
  new Failure('bad_rule', `rule ${file}: ${problem}`, {
    place: {file},
    hint: 'a rule is a header (-- title:, -- severity:, -- why:, -- cure:) and one SELECT',
    ...(cause === undefined ? {} : {cause}),
  })

function readHeader(text: string, file: string): Map<string, string> {
  const header = new Map<string, string>()
  let key = ''
  for (const line of text.split('\n')) {
    if (!line.startsWith('--')) break
    const start = /^-- (\w+):\s*(.*)$/.exec(line)
    const name = start?.[1]
    if (name) {
      if (!KEYS.includes(name)) throw badRule(file, `unknown header "-- ${name}:"; known are ${KEYS.join(', ')}`)
      if (header.has(name)) throw badRule(file, `the header "-- ${name}:" is there twice`)
      key = name
      header.set(key, start[2]?.trim() ?? '')
    } else if (key) {
      header.set(key, `${header.get(key)} ${line.slice(2).trim()}`.trim())
    }
  }
  return header
}

function parseVersion(version: string, file: string): number {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(version)
  if (!match) throw badRule(file, `since is "${version}", not a server version such as 15 or 15.3`)
  return Number(match[1]) * 10_000 + Number(match[2] ?? 0)
}

const parseParams = (list: string): RuleParam[] =>
  list
    .split(',')
    .map((param) => param.trim())
    .filter((param) => param !== '')
    .map((param) => ({name: param.replace(/\?$/, ''), required: !param.endsWith('?')}))
