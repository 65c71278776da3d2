import {child, children, fingerprint, names} from '../../canonical.ts'
import {scalar} from '../../facets/facet.ts'
import type {Sourced} from '../../statements.ts'
import {identifier} from '../../words.ts'
import {qualifiedName} from '../names.ts'
import {type Alter, both, inPlace} from './context.ts'

/** Mappings come and go; another parser needs a new configuration. */
export const alterTextSearchConfiguration: Alter = (context) => {
  const [[from, ...found], [to, ...wanted]] = both(context)
  const [main] = context.expected
  if (!main || !from || !to || fingerprint(from.node) !== fingerprint(to.node)) return null
  const has = (list: readonly Sourced[], one: Sourced): boolean =>
    list.some(({node}) => fingerprint(node) === fingerprint(one.node))
  const gone = found.filter((statement) => !has(wanted, statement))
  const tokens = gone.flatMap(({node}) => names(children(node, 'tokentype')))
  return inPlace(context, [
    ...(tokens.length
      ? [`ALTER TEXT SEARCH CONFIGURATION ${qualifiedName(main)} DROP MAPPING FOR ${tokens.map(identifier).join(', ')}`]
      : []),
    ...wanted.filter((statement) => !has(found, statement)).map(({text}) => text),
  ])
}

/** Options are set and unset; another template needs a new dictionary. */
export const alterTextSearchDictionary: Alter = (context) => {
  const [[from], [to]] = both(context)
  const [main] = context.expected
  if (!main || !from || !to) return null
  const [old, wanted] = [definitions(from), definitions(to)]
  if (old.get('template')?.print !== wanted.get('template')?.print) return null
  const unset = [...old.keys()].filter((name) => !wanted.has(name)).map((name) => identifier(name))
  const set = [...wanted].flatMap(([name, {print, text}]) =>
    old.get(name)?.print === print ? [] : [`${identifier(name)} = ${text}`],
  )
  return inPlace(context, [`ALTER TEXT SEARCH DICTIONARY ${qualifiedName(main)} (${[...set, ...unset].join(', ')})`])
}

const definitions = ({node}: Sourced): Map<string, {print: string; text: string}> =>
  new Map(
    children(node, 'definition').map((item) => {
      const option = child(item, 'DefElem') ?? {}
      const value = scalar(option.arg) ?? ''
      return [String(option.defname), {print: value, text: `'${value.replaceAll("'", "''")}'`}]
    }),
  )
