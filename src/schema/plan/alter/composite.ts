import type {Difference} from '../../difference.ts'
import {statementsOf} from '../../statements.ts'
import type {Column} from '../../table/model.ts'
import {identifier} from '../../words.ts'
import {qualifiedName} from '../names.ts'
import {hazard} from '../step.ts'
import {attributes} from '../typed.ts'
import {changesType} from './column.ts'
import {type Alter, both, place} from './context.ts'

/** Attributes come at the end, and go; one that changes its type needs a new composite type where columns have it. */
export const alterComposite: Alter = (context) => {
  const [[from], [to]] = both(context)
  const [main] = context.expected
  if (!main || from?.kind !== 'CompositeTypeStmt' || to?.kind !== 'CompositeTypeStmt') return null
  const [old, wanted] = [attributes(from), attributes(to)]
  const kept = [...wanted].filter(([name]) => old.has(name))
  const changed = kept.some(([name, attribute]) => differ(old.get(name), attribute))
  const order = [...old.keys()].filter((name) => wanted.has(name))
  const atEnd = [...wanted.keys()].slice(0, kept.length).every((name, index) => name === order[index])
  if (changed || !atEnd) return null
  const type = qualifiedName(main)
  const dropped = [...old.keys()].filter((name) => !wanted.has(name))
  const added = [...wanted].filter(([name]) => !old.has(name))
  return {
    early: dropped.map((name) =>
      place(context, `ALTER TYPE ${type} DROP ATTRIBUTE ${identifier(name)} CASCADE`, {
        hazards: [hazard('data-loss', `the values of ${name} in every ${type} are lost`)],
      }),
    ),
    steps: added.map(([name, attribute]) =>
      place(context, `ALTER TYPE ${type} ADD ATTRIBUTE ${identifier(name)} ${written(attribute)} CASCADE`),
    ),
  }
}

/** Attributes that are there on one side only: who uses them must go first. */
export function attributesGone({actual, expected}: Pick<Difference, 'actual' | 'expected'>): string[] {
  if (expected[0]?.type !== 'TYPE') return []
  const [[from], [to]] = [statementsOf(actual), statementsOf(expected)]
  if (from?.kind !== 'CompositeTypeStmt' || to?.kind !== 'CompositeTypeStmt') return []
  const wanted = attributes(to)
  return [...attributes(from).keys()].filter((name) => !wanted.has(name))
}

const differ = (from: Column | undefined, to: Column): boolean => from === undefined || changesType(from, to)
const written = ({type, collation}: Column): string => [type.text, collation?.text].filter(Boolean).join(' ')
