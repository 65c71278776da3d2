import {fingerprint} from '../../canonical.ts'
import {qualifiedName} from '../names.ts'
import {type Alter, both, inPlace} from './context.ts'

/** The target changes in place; what is measured by a new object. */
export const alterStatistics: Alter = (context) => {
  const [[from, ...found], [to, ...wanted]] = both(context)
  const [main] = context.expected
  if (!main || !from || !to || fingerprint(from.node) !== fingerprint(to.node)) return null
  const back = found.length && !wanted.length ? [`ALTER STATISTICS ${qualifiedName(main)} SET STATISTICS -1`] : []
  return inPlace(context, [...back, ...wanted.map(({text}) => text)], {lock: 'SHARE UPDATE EXCLUSIVE'})
}
