import type {Step} from '../../plan.ts'
import {child, children, names, text} from '../canonical.ts'
import type {Entry, Schema} from '../entry.ts'
import {type Node, parse} from '../parse.ts'
import {identifier} from '../words.ts'
import {qualifiedName, signature} from './names.ts'
import {step, type Target} from './step.ts'

/** Of which kind of default privileges an object is, what GRANT calls it, and what PUBLIC may do with it by itself. */
const CLASSES: Readonly<Record<string, {readonly kind: string; readonly word: string; readonly usual?: string}>> = {
  TABLE: {kind: 'TABLE', word: 'TABLE'},
  VIEW: {kind: 'TABLE', word: 'TABLE'},
  'MATERIALIZED VIEW': {kind: 'TABLE', word: 'TABLE'},
  'FOREIGN TABLE': {kind: 'TABLE', word: 'TABLE'},
  SEQUENCE: {kind: 'SEQUENCE', word: 'SEQUENCE'},
  FUNCTION: {kind: 'FUNCTION', word: 'FUNCTION', usual: 'EXECUTE'},
  PROCEDURE: {kind: 'FUNCTION', word: 'PROCEDURE', usual: 'EXECUTE'},
  AGGREGATE: {kind: 'FUNCTION', word: 'FUNCTION', usual: 'EXECUTE'},
  TYPE: {kind: 'TYPE', word: 'TYPE', usual: 'USAGE'},
  DOMAIN: {kind: 'TYPE', word: 'DOMAIN', usual: 'USAGE'},
  SCHEMA: {kind: 'SCHEMA', word: 'SCHEMA'},
}

type Default = {readonly kind: string; readonly schema: string | null; readonly grantee: string}

/** A step or none for an object that is made: takes from it what the default privileges of ACTUAL give unasked. */
export type Unprivileged = (target: Target, entry: Entry) => Step[]

/**
 * An object that a plan makes gets the default privileges that are in force; pg_dump prints grants as they differ from
 * those of an object without any. So these are taken back, before the expected ones are given. The parser must be loaded.
 */
export function unprivileged(actual: Schema): Unprivileged {
  const defaults = [...actual.entries.values()].filter(({type}) => type === 'DEFAULT ACL').flatMap(read)
  if (!defaults.length) return () => []
  return (target, entry) => {
    const known = CLASSES[entry.type]
    const own = defaults.filter(
      ({kind, schema}) => kind === known?.kind && (schema === null || schema === entry.schema),
    )
    if (!known || !own.length) return []
    const name = known.kind === 'FUNCTION' ? signature(entry) : qualifiedName(entry)
    const grantees = [...new Set(own.map(({grantee}) => grantee))]
    return [
      step(target, `REVOKE ALL ON ${known.word} ${name} FROM ${grantees.join(', ')}`),
      ...(known.usual && grantees.includes('PUBLIC')
        ? [step(target, `GRANT ${known.usual} ON ${known.word} ${name} TO PUBLIC`)]
        : []),
    ]
  }
}

/** `ALTER DEFAULT PRIVILEGES FOR ROLE a IN SCHEMA b GRANT … ON TABLES TO c`; what the owner has stays his. */
function read({text: sql, owner}: Entry): Default[] {
  return parse(sql).flatMap(({node}) => {
    const action = child(node, 'action')
    if (!action) return []
    const kind = (text(action, 'objtype') ?? '').replace('OBJECT_', '')
    const options = children(node, 'options').map((item) => child(item, 'DefElem') ?? {})
    const schemas = options.filter(({defname}) => defname === 'schemas').flatMap(listed)
    return children(action, 'grantees')
      .map((item) => grantee(child(item, 'RoleSpec') ?? {}))
      .filter((role) => role !== identifier(owner ?? ''))
      .flatMap((role) => (schemas.length ? schemas : [null]).map((schema) => ({kind, schema, grantee: role})))
  })
}

const listed = (option: Node): string[] => names(children(child(child(option, 'arg') ?? {}, 'List') ?? {}, 'items'))

const grantee = (role: Node): string =>
  role.roletype === 'ROLESPEC_PUBLIC' ? 'PUBLIC' : identifier(text(role, 'rolename') ?? '')
