import * as v from 'valibot'
import {text} from './common.ts'

export const drift = v.strictObject({
  ignore: v.optional(
    v.array(
      v.strictObject({
        object: v.pipe(text, v.description('An object, * stands for any text: public.legacy_*')),
        kind: v.optional(v.pipe(text, v.description('Only objects of this kind, e.g. index'))),
        reason: v.pipe(text, v.description('Why it may differ')),
      }),
    ),
  ),
})
