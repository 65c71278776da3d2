import {childrenOf, fingerprint, text} from '../../canonical.ts'
import type {Node} from '../../parse.ts'
import type {Sourced} from '../../statements.ts'
import {elementTexts} from '../../table/element.ts'
import {identifier} from '../../words.ts'
import type {Placed} from '../action.ts'
import {qualifiedName} from '../names.ts'
import {hazard} from '../step.ts'
import {type Alter, both, place} from './context.ts'

type Rule = {
  readonly name: string
  readonly print: string
  readonly text: string
  readonly valid: boolean
  readonly from: string
}
type Domain = {
  readonly base: string
  readonly default: string | null
  readonly notNull: boolean
  readonly rules: ReadonlyMap<string, Rule>
}

/** Default, NOT NULL and checks change in place; another base type needs a new domain. */
export const alterDomain: Alter = (context) => {
  const {forced, online} = context
  const [found, wanted] = both(context)
  const [main] = context.expected
  const [from, to] = [readDomain(found), readDomain(wanted)]
  if (!main || !from || !to || from.base !== to.base) return null
  const head = `ALTER DOMAIN ${qualifiedName(main)}`
  const fails = [hazard('may-fail-on-data', `fails if a value of the domain does not satisfy it`)]
  const [early, steps]: [Placed[], Placed[]] = [[], []]
  if (from.default !== to.default)
    steps.push(place(context, `${head} ${to.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${to.default}`}`))
  if (from.notNull !== to.notNull)
    steps.push(place(context, `${head} ${to.notNull ? 'SET' : 'DROP'} NOT NULL`, to.notNull ? {hazards: fails} : {}))
  for (const [name, rule] of from.rules) {
    const other = to.rules.get(name)
    const remade = forced.constraints.has(name) || other?.print !== rule.print || (rule.valid && !other.valid)
    if (remade) early.push({...place(context, `${head} DROP CONSTRAINT ${identifier(name)}`), at: rule.from})
    else if (!rule.valid && other?.valid)
      steps.push(place(context, `${head} VALIDATE CONSTRAINT ${identifier(name)}`, {hazards: fails}))
  }
  for (const [name, rule] of to.rules) {
    const other = from.rules.get(name)
    if (other && !forced.constraints.has(name) && other.print === rule.print && !(other.valid && !rule.valid)) continue
    const add = `${head} ADD ${rule.text.replace(/\s+NOT VALID$/, '')}`
    const at = rule.from
    const later = online || !rule.valid
    steps.push({...place(context, later ? `${add} NOT VALID` : add, later ? {} : {hazards: fails}), at})
    if (online && rule.valid)
      steps.push({...place(context, `${head} VALIDATE CONSTRAINT ${identifier(name)}`, {hazards: fails}), at})
  }
  return {early, steps}
}

function readDomain(statements: readonly Sourced[]): Domain | null {
  const [main, ...more] = statements
  if (main?.kind !== 'CreateDomainStmt') return null
  const constraints = childrenOf(main.node, 'constraints', 'Constraint')
  const wrapped = constraints.map((Constraint) => ({Constraint}))
  const texts = elementTexts(main.text, main.start, wrapped)
  const rules = new Map<string, Rule>()
  const add = (node: Node, written: string, from: string): void => {
    const {skip_validation, initially_valid: _, ...rest} = node
    const name = text(node, 'conname') ?? ''
    rules.set(name, {name, print: fingerprint(rest), text: written, valid: skip_validation !== true, from})
  }
  let value: string | null = null
  let notNull = false
  constraints.forEach((node, index) => {
    const written = (texts[index] ?? '').trim()
    if (node.contype === 'CONSTR_CHECK') add(node, written, main.from)
    else if (node.contype === 'CONSTR_DEFAULT') value = written.replace(/^DEFAULT\s+/i, '')
    else if (node.contype === 'CONSTR_NOTNULL') notNull = true
  })
  for (const {node, text: sql, from} of more) {
    const [definition] = childrenOf({list: [node.def ?? {}]}, 'list', 'Constraint')
    if (definition) add(definition, sql.replace(/^.*?\bADD (?=CONSTRAINT\b)/s, ''), from)
  }
  return {base: fingerprint([main.node.typeName ?? null, main.node.collClause ?? null]), default: value, notNull, rules}
}
