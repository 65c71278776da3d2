import type {A_Expr, ColumnRef, FuncCall, Node, SQLValueFunction, TypeCast} from 'libpg-query'
import {alterPolicy, mendPolicy, type Policy} from './policy.ts'
import {onPolicy, type PolicyRule, policyRule} from './rule.ts'
import {callsOf, literal, operatorOf, ownColumns, stringsOf, walk} from './tree.ts'

/** The settings that an expression reads: name, and whether an unset one is an error. */
const settingsOf = (tree: Node) =>
  callsOf(tree).flatMap(({name, call}) => {
    const setting = name === 'current_setting' ? literal(call.args?.[0]) : null
    return setting === null ? [] : [{setting, strict: !isTrue(call)}]
  })

const isTrue = ({args = []}: FuncCall): boolean => {
  const [, missingOk] = args
  return missingOk !== undefined && 'A_Const' in missingOk && missingOk.A_Const.boolval?.boolval === true
}

/** Comparisons of the tenant column with something. */
function tenantComparisons(tree: Node, policy: Policy): readonly Node[] {
  const found: Node[] = []
  walk(tree, (kind, body) => {
    if (kind !== 'A_Expr') return
    const {lexpr, rexpr} = body as A_Expr
    if (operatorOf(body as A_Expr) !== '=' || !lexpr || !rexpr || policy.tenantColumn === null) return
    if (ownColumns(lexpr, policy.table).includes(policy.tenantColumn)) found.push(rexpr)
    else if (ownColumns(rexpr, policy.table).includes(policy.tenantColumn)) found.push(lexpr)
  })
  return found
}

export const otherSetting = policyRule(
  'settings',
  {
    name: 'policy-other-setting',
    title: 'A policy that reads another setting than the agreed one',
    severity: 'error',
    why: 'The application signs a tenant in by one setting; a policy that reads another compares with what nobody sets, or with what somebody else does.',
    cure: "Read the setting of the project's isolation contract.",
    params: [{name: 'setting', required: true}],
  },
  (policies, {setting}) =>
    policies.flatMap((policy) => {
      const bad = policy.clauses.flatMap((clause) => {
        const read = tenantComparisons(clause.tree, policy).flatMap((side) =>
          settingsOf(side).map(({setting}) => setting),
        )
        const other = read.find((name) => name.toLowerCase() !== setting?.toLowerCase())
        return other === undefined || read.some((name) => name.toLowerCase() === setting?.toLowerCase())
          ? []
          : [{...clause, other}]
      })
      const [first] = bad
      if (!first || !policy.forApplication) return []
      return [
        onPolicy(
          policy,
          `compares ${policy.tenantColumn} with the setting ${first.other}, not with ${setting}`,
          mendPolicy(policy, bad, policies),
        ),
      ]
    }),
)

export const errorsWhenUnset = policyRule(
  'settings',
  {
    name: 'policy-error-when-unset',
    title: 'A policy that fails while the tenant is not set',
    severity: 'info',
    set: 'strict',
    why: "current_setting('…') without true is an error where the setting was never set, and '' is no uuid or number; after a transaction with SET LOCAL the setting is '', not null. Queries then fail instead of finding nothing.",
    cure: "Write nullif(current_setting('…', true), '') before the cast.",
    references: ['https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET'],
  },
  (policies) =>
    policies.flatMap((policy) => {
      const bad = policy.clauses.filter(({tree}) => settingsOf(tree).some(({strict}) => strict) || castsSetting(tree))
      return bad.length === 0
        ? []
        : [
            onPolicy(
              policy,
              `is an error, not an empty result, while the setting is not set: ${bad[0]?.text ?? ''}`,
              mendPolicy(policy, bad, policies),
            ),
          ]
    }),
)

/** `current_setting('…')::uuid` */
function castsSetting(tree: Node): boolean {
  let found = false
  walk(tree, (kind, body) => {
    if (kind !== 'TypeCast') return
    const {arg, typeName} = body as TypeCast
    const type = stringsOf(typeName?.names).at(-1)
    if (arg && 'FuncCall' in arg && type !== 'text' && type !== 'varchar')
      found ||= stringsOf(arg.FuncCall.funcname).at(-1) === 'current_setting'
  })
  return found
}

export const currentUser = policyRule(
  'settings',
  {
    name: 'policy-by-current-user',
    title: 'A policy that takes the role for the tenant',
    severity: 'info',
    set: 'strict',
    why: 'In a security-definer function current_user is the owner, and after SET ROLE session_user is not who asks.',
    cure: "Compare with the setting of the project's isolation contract.",
  },
  (policies) =>
    policies.flatMap((policy) => {
      const bad = policy.clauses.filter(({tree}) => tenantComparisons(tree, policy).some(isRole))
      return bad.length === 0
        ? []
        : [
            onPolicy(
              policy,
              `compares ${policy.tenantColumn} with the role: ${bad[0]?.text ?? ''}`,
              mendPolicy(policy, bad, policies),
            ),
          ]
    }),
)

function isRole(tree: Node): boolean {
  let found = false
  walk(tree, (kind, body) => {
    if (kind === 'SQLValueFunction') found ||= /_USER$|_ROLE$/.test((body as SQLValueFunction).op ?? '')
  })
  return found
}

export const capturedColumn = policyRule(
  'settings',
  {
    name: 'policy-captured-column',
    title: "A policy whose sub-select compares a table's column with itself",
    severity: 'error',
    why: 'Inside a sub-select a bare name means the nearest table: m.tenant_id = tenant_id compares m with m, and holds for every row.',
    cure: "Qualify the outer column with its table's name.",
  },
  (policies) =>
    policies.flatMap((policy) => {
      const found = policy.clauses.flatMap(({name, text, tree}) => {
        const column = captured(tree)
        // Written again with the outer column: only the first is meant, the second was captured.
        const fixed =
          column === null
            ? null
            : text.replace(`${column} = ${column}`, `${column} = ${policy.table}.${column.split('.').at(-1)}`)
        return column === null ? [] : [{name, column, sql: fixed === text ? null : fixed}]
      })
      const [first] = found
      if (!first) return []
      const has = policy.tenantColumn !== null && first.column.endsWith(`.${policy.tenantColumn}`)
      return [
        onPolicy(
          policy,
          `its sub-select compares ${first.column} with itself, which holds for every row`,
          has ? alterPolicy(policy, found) : null,
        ),
      ]
    }),
)

function captured(tree: Node): string | null {
  let column: string | null = null
  walk(tree, (kind, body, depth) => {
    if (kind !== 'A_Expr' || depth === 0) return
    const {lexpr, rexpr} = body as A_Expr
    if (!lexpr || !rexpr || !('ColumnRef' in lexpr) || !('ColumnRef' in rexpr)) return
    const [left, right] = [lexpr.ColumnRef, rexpr.ColumnRef].map((ref: ColumnRef) => stringsOf(ref.fields).join('.'))
    if (operatorOf(body as A_Expr) === '=' && left === right) column ??= left ?? null
  })
  return column
}

export const SETTING_RULES: readonly PolicyRule[] = [otherSetting, errorsWhenUnset, currentUser, capturedColumn]
