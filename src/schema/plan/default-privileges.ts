import type {Step} from '../../plan.ts'
import {child, children, childrenOf, names, text} from '../canonical.ts'
import type {Entry, Schema} from '../entry.ts'
import {keyOf} from '../entry.ts'
import {aclFacets} from '../facets/acl.ts'
import {type Node, parse} from '../parse.ts'
import {subjectsOf} from '../subject.ts'
import {targetOf} from './action.ts'
import {qualifiedName, signature} from './names.ts'
import {step} from './step.ts'

/** What ALTER DEFAULT PRIVILEGES calls it, and what GRANT calls each. */
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  TABLE: ['OBJECT_TABLE', 'TABLE'],
  VIEW: ['OBJECT_TABLE', 'TABLE'],
  'MATERIALIZED VIEW': ['OBJECT_TABLE', 'TABLE'],
  'FOREIGN TABLE': ['OBJECT_TABLE', 'TABLE'],
  SEQUENCE: ['OBJECT_SEQUENCE', 'SEQUENCE'],
  FUNCTION: ['OBJECT_FUNCTION', 'FUNCTION'],
  PROCEDURE: ['OBJECT_FUNCTION', 'PROCEDURE'],
  AGGREGATE: ['OBJECT_FUNCTION', 'FUNCTION'],
  TYPE: ['OBJECT_TYPE', 'TYPE'],
  DOMAIN: ['OBJECT_TYPE', 'DOMAIN'],
  SCHEMA: ['OBJECT_SCHEMA', 'SCHEMA'],
}

type Default = {
  readonly objects: string
  /** Null for those of the whole database. */
  readonly schemas: readonly string[] | null
  readonly grant: boolean
  /** `USAGE`, of what is revoked. */
  readonly privileges: string
  readonly grantee: string
  readonly facts: readonly string[]
}

/**
 * Steps that follow the making of an object in a database with default privileges: pg_dump says grants as if there were
 * none, so what the object is born with is taken back, unless it is granted anyway.
 */
export function withoutDefaults(actual: Schema, expected: Schema): (made: Entry) => Step[] {
  const defaults = [...actual.entries.values()].filter(({type}) => type === 'DEFAULT ACL').flatMap(read)
  if (!defaults.length) return () => []
  const grants = new Map<string, string[]>()
  for (const entry of expected.entries.values())
    if (entry.type === 'ACL')
      for (const key of subjectsOf(entry)) grants.set(key, [...(grants.get(key) ?? []), ...facts(entry)])
  return (made) => {
    const [objects, word = ''] = isShell(made) ? [] : (KINDS[made.type] ?? [])
    const granted = new Set(grants.get(keyOf(made)))
    const name = word === 'FUNCTION' || word === 'PROCEDURE' ? signature(made) : qualifiedName(made)
    const sql = defaults
      .filter((one) => one.objects === objects && (one.schemas?.includes(made.schema ?? '') ?? true))
      .filter(({grant, facts}) => !grant || !facts.every((fact) => covers(granted, fact)))
      .map(({grant, grantee, privileges}) =>
        grant
          ? `REVOKE ALL ON ${word} ${name} FROM ${grantee}`
          : `GRANT ${privileges} ON ${word} ${name} TO ${grantee}`,
      )
    return [...new Set(sql)].map((one) => step(targetOf(made), one))
  }
}

/** A type that is only announced is born with nothing. */
const isShell = ({type, text: sql}: Entry): boolean =>
  type === 'TYPE' && parse(sql).every(({kind, node}) => kind === 'DefineStmt' && !children(node, 'definition').length)

const covers = (granted: ReadonlySet<string>, fact: string): boolean =>
  granted.has(fact) || granted.has(fact.replace(/^grant \S+ to/, 'grant ALL to'))

const facts = (entry: Entry): string[] => [...aclFacets(parse(entry.text), entry.owner).facets.keys()]

function read({text: sql}: Entry): Default[] {
  return parse(sql).flatMap(({kind, node, text: statement}): Default[] => {
    const action = child(node, 'action')
    const match = /\b(GRANT|REVOKE) (.*?) ON \w+ (?:TO|FROM) (.*?)(?: WITH GRANT OPTION)?$/s.exec(statement)
    const role = child(
      child(childrenOf(node, 'options', 'DefElem').find(({defname}) => defname === 'roles') ?? {}, 'arg') ?? {},
      'List',
    )
    const owner = role && text(child(children(role, 'items')[0] ?? {}, 'RoleSpec') ?? {}, 'rolename')
    if (kind !== 'AlterDefaultPrivilegesStmt' || !action || !match) return []
    const [, verb, privileges = '', grantee = ''] = match
    // What the owner has of his own is his business.
    if (grantee === (owner ?? 'CURRENT_USER')) return []
    const grant = [...aclFacets([{kind: 'GrantStmt', node: action, text: '', start: 0}], owner ?? null).facets.keys()]
    return [
      {
        objects: text(action, 'objtype') ?? '',
        schemas: schemasOf(node),
        grant: verb === 'GRANT',
        privileges,
        grantee,
        facts: grant,
      },
    ]
  })
}

function schemasOf(node: Node): string[] | null {
  const option = childrenOf(node, 'options', 'DefElem').find(({defname}) => defname === 'schemas')
  return option ? names(children(child(child(option, 'arg') ?? {}, 'List') ?? {}, 'items')) : null
}
