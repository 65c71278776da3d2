import * as v from 'valibot'
import {duration, table, text, texts} from './common.ts'

const TASKS = ['vacuum', 'analyze', 'reindex', 'repack', 'expire', 'health'] as const

const task = v.union(
  [
    v.picklist(TASKS),
    v.strictObject({
      task: v.picklist(TASKS),
      tables: v.optional(v.pipe(texts, v.description('Only these, * stands for any text'))),
      all: v.optional(v.pipe(v.boolean(), v.description('Also those that do not need it'))),
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
    used: v.optional(
      v.pipe(text, v.description('The timestamp that says when the row was used; null where it was not')),
    ),
    keepUsed: v.optional(v.pipe(duration, v.description('How long a row stays after it was used'))),
    archive: v.optional(
      v.union(
        [v.strictObject({table}), v.strictObject({folder: text})],
        'where rows go before they are deleted: {table: name} or {folder: path}',
      ),
    ),
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
  v.check(({used, keepUsed}) => (used === undefined) === (keepUsed === undefined), 'used and keepUsed together'),
  v.check(({used, condition}) => used === undefined || condition === undefined, 'no used with a condition'),
)

const window = v.strictObject({
  budget: v.optional(v.pipe(duration, v.description('How long a run may take'))),
  until: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'a time of day such as "05:00"'),
      v.description('When a run has to be done, on the clock of the machine that runs it'),
    ),
  ),
})

const FIELD = '(?:\\*|\\d+(?:-\\d+)?)(?:/\\d+)?'
const FIELDS = `${FIELD}(?:,${FIELD})*`
const cron = v.pipe(
  v.string(),
  v.regex(new RegExp(`^${FIELDS}(?: ${FIELDS}){4}$`), 'five fields as in a crontab, such as "0 2 * * *"'),
)

const at = v.strictObject({daily: v.optional(cron), weekly: v.optional(cron), monthly: v.optional(cron)})

const count = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least))

const throttle = v.strictObject({
  connections: v.optional(v.pipe(count(1), v.description('How many tables are worked on at a time'))),
  costDelay: v.optional(
    v.pipe(v.number(), v.minValue(0), v.maxValue(100), v.description('vacuum_cost_delay, in milliseconds')),
  ),
  replicaLag: v.optional(v.pipe(duration, v.description('A run waits while a standby is further behind'))),
  activeSessions: v.optional(v.pipe(count(0), v.description('A run waits while more sessions of others are active'))),
  giveWay: v.optional(v.pipe(duration, v.description('How long another session may wait for a lock of a run'))),
})

const notify = v.strictObject({
  on: v.optional(v.pipe(v.picklist(['problems', 'always']), v.description('Default: problems'))),
  command: v.optional(v.pipe(text, v.description('Run by a shell, with what was done as JSON on its input'))),
  webhook: v.optional(v.pipe(text, v.description('A URL, best as a variable, that the same JSON is posted to'))),
})

export const maintenance = v.strictObject({
  daily: v.optional(tasks),
  weekly: v.optional(tasks),
  monthly: v.optional(tasks),
  expire: v.optional(
    v.pipe(
      v.union([v.literal('recognised'), v.array(expire)], 'recognised, or a list of rules'),
      v.description('Which rows go: by these rules, or those of the tables whose names tell that they hold tokens'),
    ),
  ),
  at: v.optional(v.pipe(at, v.description('When schedules begin, as in a crontab'))),
  window: v.optional(window),
  throttle: v.optional(throttle),
  notify: v.optional(notify),
})

export type MaintenanceConfig = v.InferOutput<typeof maintenance>
export type TaskConfig = v.InferOutput<typeof task>
export type ExpireConfig = v.InferOutput<typeof expire>
