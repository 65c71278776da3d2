import {isDestructive, type Plan, type Step} from '../../plan.ts'
import {shellCommand} from '../../shell.ts'
import {count} from '../amounts.ts'

export type PlanContext = {
  /** What the plan changes, and what it makes that alike, as a person named them. */
  readonly actual?: string
  readonly expected?: string
}

/** The plan as a script that psql runs as it is: `pgplumb plan dev | psql …`. */
export function renderPlan(plan: Plan, {actual, expected}: PlanContext = {}): string {
  const header = [
    comment(`pgplumb plan${actual && expected ? `: makes ${actual} like ${expected}` : ''}`),
    comment(proof(plan)),
    ...rowsOf(plan).map(comment),
    ...plan.renames.map((rename) => comment(`renamed, as was said: ${rename}`)),
    ...suggestions(plan, actual),
  ]
  if (plan.steps.length === 0)
    return [...(plan.proven ? header.slice(0, 1) : header), comment('nothing to do')].join('\n')
  const destructive = plan.steps.filter(isDestructive).length
  return [
    [
      ...header,
      comment(`${count(plan.steps.length, 'step')}${destructive > 0 ? `, ${destructive} of them DESTRUCTIVE` : ''}`),
      '\\set ON_ERROR_STOP on',
    ].join('\n'),
    ...groups(plan),
  ].join('\n\n')
}

/** Steps of a transaction between BEGIN and COMMIT, the others bare. */
function groups({steps, failedStep, reason}: Plan): string[] {
  return steps.flatMap((step, index) => {
    const opens = step.transactional && !steps[index - 1]?.transactional
    const closes = step.transactional && !steps[index + 1]?.transactional
    return [
      ...(opens ? ['BEGIN;'] : []),
      ...(failedStep === index + 1 ? [comment(`THE CLONE REFUSED THIS: ${reason}`)] : []),
      renderStep(step, index + 1),
      ...(closes ? ['COMMIT;'] : []),
    ]
  })
}

function renderStep(step: Step, number: number): string {
  const notes = [
    step.lock === null ? 'makes nobody wait' : `locks ${step.lock}`,
    ...(step.rewrites ? ['rewrites the table'] : []),
    ...(step.transactional ? [] : ['outside a transaction']),
  ]
  return [
    comment(`${number}. ${step.kind} ${step.identity}: ${notes.join(', ')}`),
    ...step.hazards.map(({code, message}) =>
      comment(`   ${code === 'data-loss' ? 'DESTRUCTIVE ' : ''}${code}: ${message}`),
    ),
    statement(step.sql),
  ].join('\n')
}

function proof({proven, reason}: Plan): string {
  if (proven) return 'proven: it ran on a clone, after which no drift was left'
  const why = reason ? `: ${reason}` : ''
  return proven === null ? `not proven${why || ': proof was not asked for'}` : `NOT PROVEN${why}`
}

/** Which rows were there to fail on, where some step may. */
function rowsOf({rows, steps}: Plan): string[] {
  const mayFail = steps.some(({hazards}) => hazards.some(({code}) => code === 'may-fail-on-data'))
  if (!rows || !mayFail) return []
  const {copied, tables, without, reason} = rows
  if (copied === 'all') return ['the clone had all rows, so nothing in them is in the way as yet']
  const untried = 'what may fail on data was not tried'
  if (copied === 'none') return [`the clone had no rows, so ${untried}${reason ? `: ${reason}` : ''}`]
  return [
    `the clone had the rows of ${count(tables, 'table')}`,
    ...(without.length ? [`it had none of ${listed(without)}: ${untried} there`] : []),
  ]
}

const MOST = 5

const listed = (names: readonly string[]): string =>
  names.slice(0, MOST).join(', ') + (names.length > MOST ? ` and ${names.length - MOST} more` : '')

/** What would keep its rows if it were one, and how to say so. */
function suggestions({suggestions: likely}: Plan, actual: string | undefined): string[] {
  if (!likely.length) return []
  const flags = likely.map((rename) => shellCommand(['--rename', rename])).join(' ')
  return [
    comment(`${likely.length === 1 ? 'this looks' : 'these look'} renamed; to keep the rows, say so:`),
    comment(`  pgplumb plan ${actual ?? 'ACTUAL'} ${flags}`),
  ]
}

/** A newline in a name must not end the comment. */
const comment = (text: string): string => `-- ${text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')}`

function statement(sql: string): string {
  const text = sql.trim()
  const last = text.slice(text.lastIndexOf('\n') + 1)
  // A semicolon within a comment would end nothing; one too many does no harm.
  if (last.includes('--')) return `${text}\n;`
  return text.endsWith(';') ? text : `${text};`
}
