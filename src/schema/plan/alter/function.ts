import {childrenOf, fingerprint, text} from '../../canonical.ts'
import type {Node} from '../../parse.ts'
import {type Alter, both, differing, inPlace} from './context.ts'

/** CREATE OR REPLACE keeps what depends on the function; it cannot change what is passed or returned. */
export const alterFunction: Alter = (context) => {
  const fixed = ['return type', 'is_procedure', 'window']
  const changed = differing(context)
  if (changed.some((label) => fixed.includes(label))) return null
  const [[from], wanted] = both(context)
  const [to] = wanted
  if (from?.kind !== 'CreateFunctionStmt' || to?.kind !== 'CreateFunctionStmt') return null
  if (changed.includes('arguments') && !keepsArguments(from.node, to.node)) return null
  return inPlace(
    context,
    wanted.map(({text: sql}) => sql.replace(/^CREATE (FUNCTION|PROCEDURE)/, 'CREATE OR REPLACE $1')),
  )
}

/** Defaults may come, and may change, but not go; a name may only come where there was none. */
function keepsArguments(from: Node, to: Node): boolean {
  const [old, wanted] = [from, to].map((node) => childrenOf(node, 'parameters', 'FunctionParameter'))
  if (!old || !wanted || old.length !== wanted.length) return false
  return old.every((parameter, index) => {
    const other = wanted[index] ?? {}
    if (parameter.defexpr !== undefined && other.defexpr === undefined) return false
    if (text(parameter, 'name') !== undefined && text(parameter, 'name') !== text(other, 'name')) return false
    return (
      fingerprint(parameter.argType ?? null) === fingerprint(other.argType ?? null) && parameter.mode === other.mode
    )
  })
}
