import {child, children, childrenOf, fingerprint, text} from '../../canonical.ts'
import type {Part} from '../../entry.ts'
import {optionText} from '../../facets/facet.ts'
import type {Node} from '../../parse.ts'
import {type Sourced, statementsOf} from '../../statements.ts'
import type {Placed} from '../action.ts'
import {qualifiedName} from '../names.ts'
import {step} from '../step.ts'
import {type Alter, type Context, differing, place} from './context.ts'
import {parametersSql} from './options.ts'

/** CREATE OR REPLACE keeps what depends on the view; it can only add columns at the end. */
export const alterView: Alter = (context) => {
  const [from, to] = [viewOf(context.actual), viewOf(context.expected)]
  const [main] = context.expected
  if (!from || !to || !main) return null
  const view = qualifiedName(main)
  const changed = differing(context)
  const others = apart(context, view)
  if (!others) return null
  const steps: Placed[] = [...others.steps]
  if (changed.includes('query') || changed.includes('check option') || changed.includes('aliases')) {
    const [old, wanted] = [columnsOf(from.node), columnsOf(to.node)]
    if (!old || !wanted || old.some((column, index) => column !== wanted[index])) return null
    const sql = to.text.replace(/^CREATE (OR REPLACE )?VIEW/, 'CREATE OR REPLACE VIEW')
    steps.unshift({at: to.from, step: step(context.target, sql, {lock: 'ACCESS EXCLUSIVE'})})
  } else
    steps.push(
      ...parametersSql(
        `ALTER VIEW ${view}`,
        optionText(children(from.node, 'options')),
        optionText(children(to.node, 'options')),
      ).map((sql) => place(context, sql, {lock: 'ACCESS EXCLUSIVE'})),
    )
  return {early: others.early, steps}
}

/** Defaults of a view's columns. */
function apart(context: Context, view: string): {early: Placed[]; steps: Placed[]} | null {
  const statements = (part: Part): Sourced[] => statementsOf(part).filter(({kind}) => kind !== 'ViewStmt')
  const [found, wanted] = [statements(context.actual), statements(context.expected)]
  const has = (list: readonly Sourced[], one: Sourced): boolean =>
    list.some(({node}) => fingerprint(node) === fingerprint(one.node))
  const gone = found.filter((statement) => !has(wanted, statement))
  if (gone.some(({text: sql}) => !/ SET DEFAULT /.test(sql))) return null
  const sql = (statement: Sourced, text: string): Placed => ({
    at: statement.from,
    step: step(context.target, text.replace(/^ALTER TABLE (ONLY )?\S+/, `ALTER VIEW ${view}`), {
      lock: 'ACCESS EXCLUSIVE',
    }),
  })
  return {
    early: gone.map((statement) => sql(statement, statement.text.replace(/ SET DEFAULT .*$/s, ' DROP DEFAULT'))),
    steps: wanted.filter((statement) => !has(found, statement)).map((statement) => sql(statement, statement.text)),
  }
}

/** Of a view in a cycle of dependencies pg_dump prints a dummy first. */
const viewOf = (part: Part): Sourced | undefined => statementsOf(part).findLast(({kind}) => kind === 'ViewStmt')

/** Equal where names and types of the columns surely are: the same expressions over the same relations. */
function columnsOf(view: Node): string[] | null {
  const select = child(child(view, 'query') ?? {}, 'SelectStmt')
  const targets = select && children(select, 'targetList')
  if (!select || !targets?.length) return null
  const relations = new Map<string, string>()
  for (const item of children(select, 'fromClause')) collectRelations(item, relations)
  const context = select.withClause === undefined ? '' : fingerprint(select.withClause)
  return targets.map((target) => {
    const print = fingerprint(target)
    const unqualified = /"ColumnRef":\{"fields":\[\{"String":\{"sval":"(?:[^"\\]|\\.)*"\}\}\]/.test(print)
    const used = [...relations].filter(
      ([alias]) => unqualified || print.includes(`{"String":{"sval":${JSON.stringify(alias)}}}`),
    )
    return `${print} ${used.map(([, relation]) => relation)} ${context}`
  })
}

function collectRelations(item: Node, relations: Map<string, string>): void {
  const join = child(item, 'JoinExpr')
  if (join) {
    for (const side of ['larg', 'rarg']) collectRelations(child(join, side) ?? {}, relations)
    return
  }
  const [[, inner] = ['', null]] = Object.entries(item)
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return
  const range = inner as Node
  const alias = text(child(range, 'alias') ?? {}, 'aliasname') ?? text(range, 'relname') ?? ''
  relations.set(alias, fingerprint(item))
}

/** Storage parameters of a materialized view; anything else needs a new one. */
export const alterMaterializedView: Alter = (context) => {
  const [main] = context.expected
  if (!main || differing(context).some((label) => label !== 'into options')) return null
  const options = (part: Part): string => {
    const into = child(statementsOf(part)[0]?.node ?? {}, 'into') ?? {}
    return optionText(childrenOf(into, 'options', 'DefElem').map((DefElem) => ({DefElem})))
  }
  return {
    early: [],
    steps: parametersSql(
      `ALTER MATERIALIZED VIEW ${qualifiedName(main)}`,
      options(context.actual),
      options(context.expected),
    ).map((sql) => place(context, sql, {lock: 'SHARE UPDATE EXCLUSIVE'})),
  }
}
