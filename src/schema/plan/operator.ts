import {child, children, names, text} from '../canonical.ts'
import type {Node} from '../parse.ts'
import {identifier} from '../words.ts'
import {typeText} from './names.ts'

/** `public.=== (integer, integer)`, of CREATE OPERATOR. */
export function operatorSignature(node: Node): string {
  const types = new Map(
    children(node, 'definition').flatMap((item): [string, string][] => {
      const option = child(item, 'DefElem') ?? {}
      const type = child(child(option, 'arg') ?? {}, 'TypeName')
      return type ? [[text(option, 'defname') ?? '', typeText(type)]] : []
    }),
  )
  const path = names(children(node, 'defnames'))
  const name = [...path.slice(0, -1).map(identifier), path.at(-1)].join('.')
  return `${name} (${types.get('leftarg') ?? 'NONE'}, ${types.get('rightarg') ?? 'NONE'})`
}
