import {Failure} from '../failure.ts'
import {SEVERITIES, type Severity} from '../finding.ts'

/** `recommended`: holds for practically every schema. `strict`: a convention or a judgement. `optional`: by name only. */
export const RULE_SETS = ['recommended', 'strict', 'optional'] as const
export type RuleSet = (typeof RULE_SETS)[number]

export type RuleParam = {
  readonly name: string
  /** A rule whose required parameter is not given is not looked at; an optional one is bound as null. */
  readonly required: boolean
}

/** What every rule says of itself, whether a query or a reader of policies finds what it looks for. */
export type RuleHeader = {
  /** The file's name without its extension: `rls-disabled`. */
  readonly name: string
  /** The folder it lies in: `isolation`. */
  readonly group: string
  readonly file: string
  readonly title: string
  readonly severity: Severity
  readonly set: RuleSet
  readonly why: string
  readonly cure: string
  /** The least server version, as in `server_version_num`; 0 for every version. */
  readonly since: number
  readonly references: readonly string[]
  readonly params: readonly RuleParam[]
}

/** A rule that is a query: a file with a header of comment lines and one SELECT. `params` are bound as $1, $2 … */
export type SqlRule = RuleHeader & {
  readonly kind: 'sql'
  /** The whole file, so that an error's position is one in the file. */
  readonly sql: string
}

/** What a rule returns for one fault: see sql/rules/README.md. */
export type RuleRow = {
  readonly object_kind: string
  readonly object_identity: string
  readonly message: string
  readonly cure_sql: string | null
  readonly key: string
}

const KEYS = ['title', 'severity', 'set', 'why', 'cure', 'since', 'reference', 'references', 'params']

/**
 * Reads a rule file's text. A header line is `-- key: value`; a line `--   more` continues the one before.
 * @throws Failure `bad_rule`
 */
export function parseRule(text: string, where: {name: string; group: string; file: string}): SqlRule {
  const header = readHeader(text, where.file)
  const need = (key: string): string => {
    const value = header.get(key)
    if (!value) throw badRule(where.file, `the header has no "-- ${key}:" line`)
    return value
  }
  return {
    ...where,
    kind: 'sql',
    title: need('title'),
    severity: oneOf(SEVERITIES, 'severity', need('severity'), where.file),
    set: oneOf(RULE_SETS, 'set', header.get('set') ?? 'recommended', where.file),
    why: need('why'),
    cure: need('cure'),
    since: parseVersion(header.get('since') ?? '0', where.file),
    references: [header.get('reference') ?? '', header.get('references') ?? ''].flatMap(words),
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

function oneOf<T extends string>(known: readonly T[], key: string, value: string, file: string): T {
  const found = known.find((name) => name === value)
  if (!found) throw badRule(file, `${key} is "${value}", not one of ${known.join(', ')}`)
  return found
}

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

const words = (list: string): string[] => list.split(/[,\s]+/).filter((word) => word !== '')

const parseParams = (list: string): RuleParam[] =>
  words(list).map((param) => ({name: param.replace(/\?$/, ''), required: !param.endsWith('?')}))
