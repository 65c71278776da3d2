import {identifier} from '../../words.ts'
import {relation} from '../names.ts'
import {type Alter, both, differsOnlyIn, inPlace} from './context.ts'

/** Roles and expressions change in place, so that the table is never without the policy. */
export const alterPolicy: Alter = (context) => {
  const [[from], [to]] = both(context)
  if (!from || !to || !differsOnlyIn(context, ['roles', 'USING', 'WITH CHECK'])) return null
  // An expression cannot be taken away.
  if ((from.node.qual && !to.node.qual) || (from.node.with_check && !to.node.with_check)) return null
  const name = identifier(typeof to.node.policy_name === 'string' ? to.node.policy_name : '')
  const roles =
    /\bTO (.*?)(?=\s+USING \(|\s+WITH CHECK \(|$)/s.exec(to.text.slice(0, clausesAt(to.text)))?.[1] ?? 'PUBLIC'
  const sql = `ALTER POLICY ${name} ON ${relation(to.node, 'table')} TO ${roles} ${to.text.slice(clausesAt(to.text)).trim()}`
  return inPlace(context, [sql.trim()], {lock: 'ACCESS EXCLUSIVE'})
}

/** Where USING or WITH CHECK starts: pg_dump writes each once, after the roles. */
const clausesAt = (sql: string): number => {
  const at = sql.search(/ (?:USING|WITH CHECK) \(/)
  return at < 0 ? sql.length : at
}
