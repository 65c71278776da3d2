import {labelsOf, unlabel} from '../security-label.ts'
import {type Alter, both, place} from './context.ts'

/** What has a label no more loses it before it may go itself; the others are said again. */
export const alterSecurityLabel: Alter = (context) => {
  const [actual] = context.actual
  const [expected] = context.expected
  if (!actual || !expected) return null
  const [, wanted] = both(context)
  const kept = new Set(labelsOf(expected).map(unlabel))
  const gone = labelsOf(actual)
    .map(unlabel)
    .filter((sql) => !kept.has(sql))
  return {
    early: gone.map((sql) => place(context, sql)),
    steps: wanted.map(({text}) => place(context, text)),
  }
}
