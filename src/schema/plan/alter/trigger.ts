import {fingerprint} from '../../canonical.ts'
import type {Sourced} from '../../statements.ts'
import {identifier} from '../../words.ts'
import {relation} from '../names.ts'
import {type Alter, both, inPlace} from './context.ts'

/** Whether it fires changes in place; what it does by a new trigger. */
export const alterTrigger: Alter = (context) => {
  const [[from, ...states], [to, ...wanted]] = both(context)
  if (from?.kind !== 'CreateTrigStmt' || to?.kind !== 'CreateTrigStmt' || !same(from, to)) return null
  const name = identifier(typeof to.node.trigname === 'string' ? to.node.trigname : '')
  const enable =
    states.length && !wanted.length ? [`ALTER TABLE ${relation(to.node, 'relation')} ENABLE TRIGGER ${name}`] : []
  return inPlace(context, [...enable, ...wanted.map(({text}) => text)], {lock: 'SHARE ROW EXCLUSIVE'})
}

/** Likewise a rule. */
export const alterRule: Alter = (context) => {
  const [[from, ...states], [to, ...wanted]] = both(context)
  if (from?.kind !== 'RuleStmt' || to?.kind !== 'RuleStmt') return null
  const table = relation(to.node, 'relation')
  const name = identifier(typeof to.node.rulename === 'string' ? to.node.rulename : '')
  const replace = same(from, to) ? [] : [to.text.replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE')]
  const enable = states.length && !wanted.length ? [`ALTER TABLE ${table} ENABLE RULE ${name}`] : []
  return inPlace(context, [...replace, ...enable, ...wanted.map(({text}) => text)], {lock: 'ACCESS EXCLUSIVE'})
}

/** Likewise an event trigger. */
export const alterEventTrigger: Alter = (context) => {
  const [[from, ...states], [to, ...wanted]] = both(context)
  if (from?.kind !== 'CreateEventTrigStmt' || to?.kind !== 'CreateEventTrigStmt' || !same(from, to)) return null
  const enable =
    states.length && !wanted.length ? [`ALTER EVENT TRIGGER ${identifier(context.expected[0]?.tag ?? '')} ENABLE`] : []
  return inPlace(context, [...enable, ...wanted.map(({text}) => text)])
}

const same = (one: Sourced, other: Sourced): boolean => fingerprint(one.node) === fingerprint(other.node)
