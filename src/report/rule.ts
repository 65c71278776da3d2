import type {Rule} from '../rules/load.ts'
import {renderPairs} from './table.ts'
import {wrap} from './wrap.ts'

/** What `lint --explain` prints of a rule. */
export function ruleText(rule: Rule, width: number): string {
  const {name, group, title, severity, set, why, cure, since, references, params, file} = rule
  const paragraph = (text: string) => wrap(text, width, '  ').join('\n')
  const facts: [string, string][] = [
    ['group', group],
    ['severity', severity],
    ['set', set],
    ...(since > 0 ? [['since', `PostgreSQL ${Math.floor(since / 10_000)}`] as [string, string]] : []),
    ...(params.length > 0 ? [['asks for', params.map(({name}) => name).join(', ')] as [string, string]] : []),
    ['file', file],
    ...references.map((reference): [string, string] => ['see', reference]),
  ]
  return [
    `${name}: ${title}`,
    '',
    'Why',
    paragraph(why),
    '',
    'Cure',
    paragraph(cure),
    '',
    renderPairs(facts),
    '',
    `Turn it off, or give it another severity, in the config: rules: {${name}: off}`,
  ].join('\n')
}

/** What `lint --explain --json` prints. */
export const ruleJson = ({name, group, title, severity, set, why, cure, since, references, params, file}: Rule) => ({
  rule: name,
  group,
  title,
  severity,
  set,
  why,
  cure,
  since: since === 0 ? null : since,
  references,
  params: params.map(({name, required}) => ({name, required})),
  file,
})
