import * as v from 'valibot'
import {duration, table, text, texts} from './common.ts'

const TASKS = ['vacuum', 'analyze', 'reindex', 'expire'] as const

const task = v.union(
  [
    v.picklist(TASKS),
    v.strictObject({
      task: v.picklist(TASKS),
      tables: v.optional(v.pipe(texts, v.description('Only these, * stands for any text'))),
      budget: v.optional(v.pipe(duration, v.description('How long it may take'))),
    }),
  ],
  `${TASKS.join(', ')}, or a mapping with that task`,
)
const tasks = v.array(task)

const expire = v.pipe(
  v.strictObject({
    table,
    column: v.optional(
      v.pipe(text, v.description('The timestamp that ages: a row goes when it is older than retention')),
    ),
    retention: v.optional(duration),
    condition: v.optional(
      v.pipe(text, v.description('Which rows go, in SQL, where a column and an age do not say it')),
    ),
  }),
  v.check(
    ({column, condition}) => (column === undefined) !== (condition === undefined),
    'either a column (with a retention) or a condition',
  ),
  v.check(
    ({retention, condition}) => retention === undefined || condition === undefined,
    'no retention with a condition',
  ),
)

export const maintenance = v.strictObject({
  daily: v.optional(tasks),
  weekly: v.optional(tasks),
  monthly: v.optional(tasks),
  expire: v.optional(v.array(expire)),
})

export type MaintenanceConfig = v.InferOutput<typeof maintenance>
export type TaskConfig = v.InferOutput<typeof task>
