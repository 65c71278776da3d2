import type {Finding} from '../finding.ts'
import {type Severities, withSeverities} from '../rules/settings.ts'

/** Findings of no rule file with the severities of the config, and without what it turned off. */
export const asWanted = (findings: readonly Finding[], group: string, severities: Severities): Finding[] =>
  withSeverities(
    findings.map((finding) => ({...finding, name: finding.rule, group})),
    severities,
  ).map(({name: _name, group: _group, ...finding}) => finding)
