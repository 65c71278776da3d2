import {quoteLiteral} from '../../../postgres/quote.ts'
import {children} from '../../canonical.ts'
import type {Node} from '../../parse.ts'
import type {Sourced} from '../../statements.ts'
import {identifier} from '../../words.ts'
import {type Alter, both, type Context, differsOnlyIn, inPlace} from './context.ts'
import {genericOptions} from './options.ts'

const pair = (context: Context): [Sourced, Sourced] | null => {
  const [[from], [to]] = both(context)
  return from && to ? [from, to] : null
}
const optionsOf = ({node}: Sourced): readonly Node[] => children(node, 'options')

export const alterForeignDataWrapper: Alter = (context) => {
  const sides = pair(context)
  if (!sides) return null
  const [from, to] = sides
  const head = `ALTER FOREIGN DATA WRAPPER ${identifier(context.expected[0]?.tag ?? '')}`
  const clause = (sql: string, word: string): string =>
    new RegExp(`\\b${word} (\\S+)`).exec(sql.replace(/\bOPTIONS \(.*$/s, ''))?.[1] ?? ''
  const functions = ['HANDLER', 'VALIDATOR'].flatMap((word) => {
    const [old, wanted] = [from, to].map(({text}) =>
      new RegExp(`\\bNO ${word}\\b`).test(text) ? '' : clause(text, word),
    )
    if (old === wanted) return []
    return [`${head} ${wanted ? `${word} ${wanted}` : `NO ${word}`}`]
  })
  return inPlace(context, [...functions, ...genericOptions(head, optionsOf(from), optionsOf(to))])
}

export const alterServer: Alter = (context) => {
  const sides = pair(context)
  if (!sides || !differsOnlyIn(context, ['version', 'options', ...labelsOfOptions(sides)])) return null
  const [from, to] = sides
  const head = `ALTER SERVER ${identifier(context.expected[0]?.tag ?? '')}`
  const version = typeof to.node.version === 'string' ? to.node.version : null
  return inPlace(context, [
    ...(from.node.version === to.node.version
      ? []
      : [`${head} VERSION ${version === null ? 'NULL' : quoteLiteral(version)}`]),
    ...genericOptions(head, optionsOf(from), optionsOf(to)),
  ])
}

export const alterUserMapping: Alter = (context) => {
  const sides = pair(context)
  if (!sides) return null
  const [from, to] = sides
  const head = to.text.replace(/^CREATE (USER MAPPING .*? SERVER (?:"(?:[^"]|"")*"|\w+)).*$/s, 'ALTER $1')
  return inPlace(context, genericOptions(head, optionsOf(from), optionsOf(to)))
}

/** Options are compared one by one, each under its own name. */
const labelsOfOptions = (sides: readonly Sourced[]): string[] =>
  sides.flatMap((side) => optionsOf(side).map((option) => String((option.DefElem as Node | undefined)?.defname)))
