import {aclFacets} from '../../facets/acl.ts'
import type {Statement} from '../../parse.ts'
import {type Alter, both, inPlace} from './context.ts'

/** Takes back what is granted or revoked too much, then says again what is expected. */
export const alterAcl: Alter = (context) => {
  const [found, wanted] = both(context)
  const owner = context.actual[0]?.owner ?? null
  const facts = aclFacets(wanted, context.expected[0]?.owner ?? null).facets
  const superfluous = found.filter((statement) =>
    [...aclFacets([statement], owner).facets.keys()].some((fact) => !facts.has(fact)),
  )
  // The last that was granted goes first: REVOKE USAGE, GRANT ALL is undone by REVOKE ALL, GRANT USAGE.
  return inPlace(context, [...superfluous.toReversed().flatMap(inverse), ...wanted.map(({text}) => text)])
}

/** `GRANT x ON y TO z` as `REVOKE x ON y FROM z`, and the other way round. */
function inverse({text}: Statement): string[] {
  const match = /^(.*?)\b(GRANT|REVOKE) (.*) (TO|FROM) (.*?)( WITH GRANT OPTION)?$/s.exec(text)
  if (!match) return []
  const [, prefix = '', verb, what = '', , role = ''] = match
  return [verb === 'GRANT' ? `${prefix}REVOKE ${what} FROM ${role}` : `${prefix}GRANT ${what} TO ${role}`]
}
