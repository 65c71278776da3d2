import * as v from 'valibot'
import {SEVERITIES} from '../../finding.ts'
import {texts} from './common.ts'

const severity = v.picklist([...SEVERITIES, 'off'])

export const rules = v.pipe(
  v.objectWithRest(
    {
      extends: v.optional(v.picklist(['recommended', 'all', 'none'])),
      ignore: v.optional(v.pipe(texts, v.description('Objects to leave out, * stands for any text: public.legacy_*'))),
      'fail-on': v.optional(v.picklist([...SEVERITIES, 'never'])),
    },
    severity,
  ),
  v.description('A rule by its name, such as conventions/timestamptz, with its severity or off'),
)

export type RulesConfig = v.InferOutput<typeof rules>
