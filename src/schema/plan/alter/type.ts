import {quoteLiteral} from '../../../postgres/quote.ts'
import {children, names} from '../../canonical.ts'
import {identifier} from '../../words.ts'
import {alterComposite} from './composite.ts'
import {type Alter, both, place} from './context.ts'

export const alterType: Alter = (context) => alterEnum(context) ?? alterComposite(context)

/** New labels are added in their place. A label that goes or moves needs a new type. */
const alterEnum: Alter = (context) => {
  const [[from], [to]] = both(context)
  if (from?.kind !== 'CreateEnumStmt' || to?.kind !== 'CreateEnumStmt') return null
  const [old, wanted] = [names(children(from.node, 'vals')), names(children(to.node, 'vals'))]
  if (wanted.filter((label) => old.includes(label)).join('\n') !== old.join('\n')) return null
  const type = names(children(to.node, 'typeName')).map(identifier).join('.')
  const steps = wanted.flatMap((label, index) => {
    if (old.includes(label)) return []
    const [previous, next] = [wanted[index - 1], old[0]]
    const beside =
      previous === undefined
        ? next === undefined
          ? ''
          : ` BEFORE ${quoteLiteral(next)}`
        : ` AFTER ${quoteLiteral(previous)}`
    // Inside a transaction the new label could not be used before the commit.
    return [place(context, `ALTER TYPE ${type} ADD VALUE ${quoteLiteral(label)}${beside}`, {transactional: false})]
  })
  return {early: [], steps}
}
