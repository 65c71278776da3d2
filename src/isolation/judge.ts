import type {Outcome, Probe} from './probe.ts'

export type Verdict =
  /** What belongs to another was seen or changed. */
  | 'leak'
  | 'safe'
  /** Of a control: the owner himself may. */
  | 'works'
  /** Of a control: not even the owner may. */
  | 'fails'
  | 'unproven'
  /** It was stopped by what may have nothing to do with isolation: it has to be tried without that. */
  | 'again'

export type Judged = {readonly probe: Probe; readonly outcome: Outcome; readonly verdict: Verdict; readonly why: string}

export function judge(probe: Probe, outcome: Outcome): Judged {
  const [verdict, why] = outcome.state === null ? success(probe, outcome) : refusal(probe, outcome)
  return {probe, outcome, verdict, why}
}

type Reason = readonly [Verdict, string]

function success({judge}: Probe, {value, rows, after}: Outcome): Reason {
  switch (judge.by) {
    case 'value':
      return over(Number(value), judge.allowed, 'seen')
    case 'rows':
      return over(rows ?? 0, judge.allowed, 'changed')
    case 'after':
      return Number(after) > judge.allowed
        ? ['leak', 'B has a row more']
        : ['safe', "the row became the writer's own, or none"]
    case 'same':
      return after === judge.expected ? ['safe', 'the rows of B are as before'] : ['leak', 'rows of B are changed']
    case 'apart':
      return after === null ? ['safe', 'it keeps to its own schema'] : ['leak', `it reaches ${after}`]
    case 'equal':
      return value === judge.expected
        ? ['safe', 'the same as without the rows of B']
        : ['leak', 'what it shows depends on the rows of B']
    case 'reference':
      return Number(after) > 0 ? ['leak', 'the reference was accepted'] : ['safe', 'the reference was not kept']
    case 'refusal':
      return ['leak', 'it was done']
    case 'oracle':
      return ['safe', 'the value was accepted']
    case 'control':
      return Math.max(Number(value ?? 0), rows ?? 0) >= judge.least
        ? ['works', '']
        : ['fails', 'not even B sees or changes his rows']
  }
}

const over = (count: number, allowed: number, what: string): Reason =>
  count > allowed
    ? ['leak', `${count - allowed} ${count - allowed === 1 ? 'row' : 'rows'} of B ${what}`]
    : ['safe', `nothing of B ${what}`]

/** Integrity constraints, which the server tests after row security. */
const INTEGRITY = new Set(['23502', '23503', '23505', '23514', '23P01'])

function refusal(probe: Probe, outcome: Outcome): Reason {
  const {judge} = probe
  const {state, message, step, constraint} = outcome
  const said = `${state} ${message ?? ''}`
  if (judge.by === 'apart')
    return outcome.after !== null
      ? ['leak', `it reaches ${outcome.after}`]
      : state === '42501'
        ? ['safe', said]
        : [state === '23505' && probe.clear !== undefined ? 'again' : 'unproven', said]
  if (step === 'after') return ['unproven', `the result could not be looked at: ${said}`]
  if (state === '57014' || state?.startsWith('53') || state?.startsWith('XX') || state === '40P01')
    return ['unproven', said]
  const integrity =
    state !== null &&
    INTEGRITY.has(state) &&
    probe.tables?.includes(outcome.relation ?? '') === true &&
    ((constraint !== null && constraint !== '') || state === '23502')
  if (judge.by === 'control')
    return (integrity || state === '23503') && step === 'probe' ? ['works', ''] : ['fails', said]
  if (step !== 'probe') return ['safe', `refused before: ${said}`]
  if (judge.by === 'oracle')
    return state === '23505' && constraint === judge.index
      ? ['leak', 'the refusal (23505) tells that another has the value']
      : refusedAnyhow(said, state, ['42501', 'P0001', '23505'])
  if (judge.by === 'reference') return refusedAnyhow(said, state, ['42501', 'P0001', '23503', '23505'])
  if (judge.by === 'refusal')
    return state === '0A000' ? ['leak', 'it is allowed, and only a foreign key is in the way'] : ['safe', said]
  if (state === '23502' && probe.whose?.includes(outcome.column ?? ''))
    return ['safe', `a trigger took the owner away (${said})`]
  if (state === '23503' && judge.by === 'after' && probe.unbound !== undefined) return ['again', said]
  if ((integrity || state === '23503') && (judge.by === 'after' || judge.by === 'same'))
    return ['leak', `row security let it in; only a constraint stopped it (${said})`]
  if (judge.by === 'rows' && (state === '23503' || integrity))
    return judge.allowed > 0
      ? ['again', said]
      : ['leak', `rows of B were reached; only a constraint stopped it (${said})`]
  // Of this table, or of one that a trigger writes to: without triggers it is known which.
  if (judge.by === 'after' && outcome.routine === 'ExecWithCheckOptions' && probe.asleep !== undefined)
    return ['again', said]
  if (state === '42501' && outcome.routine !== null && !REFUSERS.has(outcome.routine))
    return ['unproven', `refused by something else (${said}, ${outcome.routine})`]
  return ['safe', said]
}

/** Where the server refuses for row security or want of a privilege. */
const REFUSERS = new Set([
  'ExecWithCheckOptions',
  'aclcheck_error',
  'aclcheck_error_col',
  'exec_stmt_raise',
  'check_enable_rls',
])

const refusedAnyhow = (said: string, state: string | null, fine: readonly string[]): Reason =>
  fine.includes(state ?? '') ? ['safe', said] : ['unproven', said]
