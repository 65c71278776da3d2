import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {array, object, parse, string} from 'valibot'
import {Failure} from '../failure.ts'
import type {Finding} from '../finding.ts'

/** A finding that was there when the baseline was written. `message` is for readers. */
export type Known = {readonly rule: string; readonly key: string; readonly message: string}

const shape = object({findings: array(object({rule: string(), key: string(), message: string()}))})

/**
 * The findings that are known and not reported.
 * @throws Failure `no_baseline`, `bad_baseline`
 */
export function readBaseline(file: string): readonly Known[] {
  if (!existsSync(file))
    throw new Failure('no_baseline', `there is no baseline ${file}`, {
      hint: `write it: pgplumb lint --write-baseline ${file}`,
    })
  try {
    return parse(shape, JSON.parse(readFileSync(file, 'utf8'))).findings
  } catch (cause) {
    throw new Failure('bad_baseline', `${file} is not a baseline`, {
      place: {file},
      hint: 'write it anew with --write-baseline',
      cause,
    })
  }
}

/** Without the known findings. Those that are gone, though their rule was looked at, are reported in one finding. */
export function withoutKnown(
  findings: readonly Finding[],
  known: readonly Known[],
  looked: readonly string[],
  file: string,
): readonly Finding[] {
  const names = new Set(known.map(nameOf))
  const there = new Set(findings.map((finding) => nameOf(asKnown(finding))))
  const gone = known.filter((entry) => looked.includes(entry.rule) && !there.has(nameOf(entry)))
  const kept = findings.filter((finding) => !names.has(nameOf(asKnown(finding))))
  return gone.length === 0 ? kept : [...kept, staleFinding(gone, file)]
}

/** Writes the baseline. What rules found that this run did not look at stays in it. */
export function writeBaseline(file: string, findings: readonly Finding[], looked: readonly string[]): number {
  const before = existsSync(file) ? readBaseline(file).filter(({rule}) => !looked.includes(rule)) : []
  const all = [...before, ...findings.map(asKnown)].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({findings: all}, null, 2)}\n`)
  return all.length
}

const nameOf = ({rule, key}: Pick<Known, 'rule' | 'key'>): string => `${rule} ${key}`

const asKnown = ({rule, key, object, message}: Finding): Known => ({
  rule,
  key: key ?? object?.identity ?? message,
  message,
})

const staleFinding = (gone: readonly Known[], file: string): Finding => ({
  rule: 'stale-baseline',
  severity: 'info',
  object: null,
  file,
  line: null,
  message: `${gone.length} of its findings ${gone.length === 1 ? 'is' : 'are'} gone: ${gone
    .slice(0, 3)
    .map(nameOf)
    .join(', ')}${gone.length > 3 ? ' …' : ''}`,
  cure: 'write it anew with --write-baseline',
  sql: null,
})
