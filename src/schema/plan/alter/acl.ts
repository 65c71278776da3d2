import type {Step} from '../../../plan.ts'
import type {Difference} from '../../difference.ts'
import {aclFacets} from '../../facets/acl.ts'
import {parse, type Statement} from '../../parse.ts'
import {step, type Target} from '../step.ts'

/** Takes back what is granted or revoked too much, then says again what is expected. */
export function alterAcl(target: Target, {actual, expected}: Difference): Step[] {
  const [found, wanted] = [actual, expected].map((part) => part.flatMap((entry) => parse(entry.text)))
  const owner = actual[0]?.owner ?? null
  const facts = aclFacets(wanted ?? [], expected[0]?.owner ?? null).facets
  const superfluous = (found ?? []).filter((statement) =>
    [...aclFacets([statement], owner).facets.keys()].some((fact) => !facts.has(fact)),
  )
  return [...superfluous.flatMap(inverse), ...(wanted ?? []).map(({text}) => text)].map((sql) => step(target, sql))
}

/** `GRANT x ON y TO z` as `REVOKE x ON y FROM z`, and the other way round. */
function inverse({text}: Statement): string[] {
  const match = /^(.*?)\b(GRANT|REVOKE) (.*) (TO|FROM) (.*?)( WITH GRANT OPTION)?$/s.exec(text)
  if (!match) return []
  const [, prefix = '', verb, what = '', , role = ''] = match
  return [verb === 'GRANT' ? `${prefix}REVOKE ${what} FROM ${role}` : `${prefix}GRANT ${what} TO ${role}`]
}
