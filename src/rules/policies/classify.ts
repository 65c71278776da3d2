import type {A_Expr, BoolExpr, Node, SubLink} from 'libpg-query'
import {bare, callsOf, columnsOf, operatorOf, ownColumns, same, walk} from './tree.ts'

/**
 * What a policy's condition says of a row.
 * `true`, `false`: the same of every row. `tenant`: it is compared with who asks, by the tenant column. `other`: by
 * another column. `literal`: its tenant is a constant. `pattern`: its tenant is like, or unlike, something.
 * `open`: who asks being unknown is enough. `caller`: it depends on who asks alone. `row`: on the row alone.
 */
export type Verdict = 'true' | 'false' | 'tenant' | 'other' | 'literal' | 'pattern' | 'open' | 'caller' | 'row'

/** The row a condition is about. */
export type Row = {readonly table: string; readonly tenantColumn: string}

// For OR the widest arm counts, for AND the narrowest.
const WIDEST: readonly Verdict[] = ['true', 'open', 'row', 'pattern', 'literal', 'caller', 'other', 'tenant']
const NARROWEST: readonly Verdict[] = ['false', 'tenant', 'other', 'pattern', 'literal', 'caller', 'row', 'open']

export function classify(node: Node, row: Row): Verdict {
  const tree = bare(node)
  if ('BoolExpr' in tree) return boolean(tree.BoolExpr, row)
  if ('A_Const' in tree) return tree.A_Const.boolval && !tree.A_Const.boolval.boolval ? 'false' : 'true'
  if ('A_Expr' in tree) return comparison(tree.A_Expr, row)
  if ('NullTest' in tree && tree.NullTest.arg) return nullTest(tree.NullTest.arg, tree.NullTest.nulltesttype, row)
  if ('BooleanTest' in tree && tree.BooleanTest.arg) return classify(tree.BooleanTest.arg, row)
  if ('SubLink' in tree) return subLink(tree.SubLink, tree, row)
  return byColumns(tree, row)
}

function boolean({boolop, args = []}: BoolExpr, row: Row): Verdict {
  // The server prints IS NOT DISTINCT FROM as NOT (… IS DISTINCT FROM …).
  const [first] = args
  if (boolop === 'NOT_EXPR' && first && 'A_Expr' in first && first.A_Expr.kind === 'AEXPR_DISTINCT')
    return comparison({...first.A_Expr, kind: 'AEXPR_NOT_DISTINCT'}, row)
  const verdicts = args.map((arg) => classify(arg, row))
  if (boolop === 'OR_EXPR') {
    if (eitherWay(args)) return 'true'
    return WIDEST.find((verdict) => verdicts.includes(verdict)) ?? 'false'
  }
  if (boolop === 'AND_EXPR') return NARROWEST.find((verdict) => verdicts.includes(verdict)) ?? 'true'
  const [inner = 'row'] = verdicts
  if (inner === 'true') return 'false'
  if (inner === 'false') return 'true'
  return inner === 'tenant' ? 'pattern' : inner
}

/** `x IS NULL OR x IS NOT NULL` */
function eitherWay(args: readonly Node[]): boolean {
  const tests = args.flatMap((arg) => ('NullTest' in arg ? [arg.NullTest] : []))
  return tests.some((one) =>
    tests.some(
      (two) =>
        one.nulltesttype !== two.nulltesttype &&
        one.arg !== undefined &&
        two.arg !== undefined &&
        same(one.arg, two.arg),
    ),
  )
}

function comparison(expr: A_Expr, row: Row): Verdict {
  const {lexpr, rexpr, kind} = expr
  if (!lexpr || !rexpr) return 'caller'
  const operator = operatorOf(expr)
  const equal = operator === '=' && (kind === 'AEXPR_OP' || kind === 'AEXPR_OP_ANY' || kind === 'AEXPR_IN')
  if (kind === 'AEXPR_NOT_DISTINCT' || equal) {
    if (isConstant(lexpr) && isConstant(rexpr)) return same(bare(lexpr), bare(rexpr)) ? 'true' : 'false'
    if (same(bare(lexpr), bare(rexpr))) return isVolatile(lexpr) ? 'caller' : 'true'
    return equality(lexpr, rexpr, row)
  }
  if (isConstant(lexpr) && isConstant(rexpr)) return 'row'
  return comparesTenant(expr, row) ? 'pattern' : byColumns({A_Expr: expr}, row)
}

function equality(left: Node, right: Node, row: Row): Verdict {
  for (const [one, two] of [
    [left, right],
    [right, left],
  ] as const) {
    const columns = ownColumns(one, row.table)
    if (columns.length === 0) continue
    const isTenant = columns.includes(row.tenantColumn)
    if (isTenant && cuts(one)) return 'pattern'
    const others = ownColumns(two, row.table)
    // coalesce(current_setting(…), tenant_id) = tenant_id
    if (isTenant && others.includes(row.tenantColumn)) return isConditional(two) || isConditional(one) ? 'open' : 'row'
    // is_member(tenant_id) = true asks a function.
    if (isConstant(two)) return 'ColumnRef' in bare(one) ? (isTenant ? 'literal' : 'row') : byColumns(one, row)
    if (others.length > 0) continue
    return isTenant ? 'tenant' : 'other'
  }
  if (ownColumns(left, row.table).length + ownColumns(right, row.table).length > 0) return 'row'
  return isEmptyText(left) || isEmptyText(right) ? 'open' : 'caller'
}

function nullTest(arg: Node, type: string | undefined, row: Row): Verdict {
  const own = ownColumns(arg, row.table)
  if (own.length === 0) return type === 'IS_NULL' ? 'open' : 'caller'
  // Rows of no tenant are shared by all.
  return type === 'IS_NULL' && own.includes(row.tenantColumn) ? 'tenant' : 'row'
}

function subLink({subLinkType, testexpr, subselect}: SubLink, tree: Node, row: Row): Verdict {
  if (subLinkType === 'ANY_SUBLINK' && testexpr && subselect) {
    const columns = ownColumns(testexpr, row.table)
    if (columns.includes(row.tenantColumn)) return 'tenant'
    if (columns.length > 0) return 'other'
  }
  return byColumns(tree, row)
}

function byColumns(tree: Node, {table, tenantColumn}: Row): Verdict {
  const own = ownColumns(tree, table)
  if (own.includes(tenantColumn)) return 'tenant'
  if (own.length === 0) return 'caller'
  return dependsOnCaller(tree) ? 'other' : 'row'
}

/** Whether it asks for more than the row: a function of its own, a setting, another table. */
function dependsOnCaller(tree: Node): boolean {
  let found = false
  walk(tree, (kind) => {
    if (kind === 'FuncCall' || kind === 'SubLink' || kind === 'SQLValueFunction') found = true
  })
  return found
}

const isConstant = (tree: Node): boolean => columnsOf(tree).length === 0 && !dependsOnCaller(tree)

const isEmptyText = (tree: Node): boolean => {
  const inner = bare(tree)
  return 'A_Const' in inner && inner.A_Const.sval !== undefined && !inner.A_Const.sval.sval
}

const isVolatile = (tree: Node): boolean => callsOf(tree).some(({name}) => /random|clock|nextval/.test(name))

const isConditional = (tree: Node): boolean => {
  let found = false
  walk(tree, (kind) => {
    if (kind === 'CoalesceExpr' || kind === 'CaseExpr') found = true
  })
  return found
}

/** Whether a side is made of the tenant column itself: not of what a sub-select or a function finds for it. */
const comparesTenant = ({lexpr, rexpr}: A_Expr, {table, tenantColumn}: Row): boolean =>
  [lexpr, rexpr].some(
    (side) =>
      side !== undefined &&
      !('SubLink' in bare(side)) &&
      ('ColumnRef' in bare(side) || cuts(side)) &&
      ownColumns(side, table).includes(tenantColumn),
  )

/** Whether only a part of a value is compared. */
const cuts = (tree: Node): boolean =>
  callsOf(tree).some(({name}) => /^(left|right|substring|substr|split_part|regexp_replace|strpos)$/.test(name))
