import * as v from 'valibot'
import {SEVERITIES} from '../../finding.ts'
import {text} from './common.ts'

const severity = v.picklist([...SEVERITIES, 'on', 'off'])

const ignored = v.strictObject({
  rule: v.pipe(text, v.description('A rule, * stands for any text')),
  object: v.optional(v.pipe(text, v.description('An object, as the finding names it; * stands for any text'))),
  reason: v.pipe(text, v.description('Why it is accepted')),
})

export const rules = v.pipe(
  v.objectWithRest(
    {
      extends: v.optional(v.picklist(['recommended', 'strict', 'all', 'none'])),
      ignore: v.optional(
        v.pipe(
          v.array(v.union([text, ignored], 'a rule, an object, or {rule, object, reason}')),
          v.description('Findings to leave out: {rule, object, reason}, or a rule, an object, rule:object in short'),
        ),
      ),
      'fail-on': v.optional(v.picklist([...SEVERITIES, 'never'])),
      folder: v.optional(v.pipe(text, v.description("The folder of the project's own rules"))),
      baseline: v.optional(v.pipe(text, v.description('The file of the findings that are known and not reported'))),
    },
    severity,
  ),
  v.description('A rule by its name, such as conventions/timestamptz, with its severity, on or off'),
)

export type RulesConfig = v.InferOutput<typeof rules>
