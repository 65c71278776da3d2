import * as v from 'valibot'
import {text} from './common.ts'

const many = v.pipe(v.number(), v.integer(), v.minValue(0))

export const backup = v.strictObject({
  folder: v.optional(v.pipe(text, v.description('Where backups go'))),
  keep: v.optional(
    v.pipe(
      v.strictObject({
        last: v.optional(many),
        daily: v.optional(many),
        weekly: v.optional(many),
        monthly: v.optional(many),
      }),
      v.description('How many backup prune keeps: the last ones, and the last of each day, week and month'),
    ),
  ),
})
