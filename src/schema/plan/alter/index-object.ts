import {children, fingerprint} from '../../canonical.ts'
import {optionText} from '../../facets/facet.ts'
import type {Sourced} from '../../statements.ts'
import {identifier} from '../../words.ts'
import {qualifiedName, qualify, relation} from '../names.ts'
import {hazard} from '../step.ts'
import {type Alter, both, type Context, place} from './context.ts'
import {parametersSql} from './options.ts'

/** Storage parameters and what is said of the index elsewhere change in place; its definition by a new index. */
export const alterIndex: Alter = (context) => {
  const [found, wanted] = both(context)
  const [main] = context.expected
  const [from, to] = [found.find(isIndex), wanted.find(isIndex)]
  // An INVALID index is all that one side has.
  if (!main || !from || !to || context.actual.some(({type}) => type === 'INVALID INDEX')) return null
  if (essence(from) !== essence(to)) return renew(context, from, to)
  const index = qualifiedName(main)
  const has = (list: readonly Sourced[], one: Sourced): boolean =>
    list.some(({node}) => fingerprint(node) === fingerprint(one.node))
  const gone = found
    .filter((statement) => statement !== from && !has(wanted, statement))
    .filter((statement) => !(context.detached && isAttach(statement)))
    .map(undo)
  if (gone.some((sql) => sql === null)) return null
  const set = [from, to].map(({node}) => optionText(children(node, 'options')))
  return {
    early: gone.flatMap((sql) => (sql ? [place(context, sql)] : [])),
    steps: [
      ...parametersSql(`ALTER INDEX ${index}`, set[0] ?? '', set[1] ?? '').map((sql) => place(context, sql)),
      ...wanted
        .filter((statement) => statement !== to && !has(found, statement))
        .map((statement) => ({...place(context, statement.text), at: statement.from})),
    ],
  }
}

const isIndex = ({kind}: Sourced): boolean => kind === 'IndexStmt'
const isAttach = ({from}: Sourced): boolean => from.startsWith('INDEX ATTACH\n')
const essence = ({node: {options: _, ...rest}}: Sourced): string => fingerprint(rest)

/** Takes back what pg_dump says of an index or constraint beside its definition; null where nothing does. */
export function undo({text: sql}: Sourced): string | null {
  if (/ CLUSTER ON \S/.test(sql)) return sql.replace(/ CLUSTER ON .*$/s, ' SET WITHOUT CLUSTER')
  if (/ REPLICA IDENTITY USING INDEX /.test(sql))
    return sql.replace(/ REPLICA IDENTITY .*$/s, ' REPLICA IDENTITY DEFAULT')
  if (/ SET STATISTICS /.test(sql)) return sql.replace(/ SET STATISTICS .*$/s, ' SET STATISTICS -1')
  // It is detached by what happens to the partition.
  return null
}

/** Online: the new index is built beside the old one, which serves until then. */
function renew(context: Context, from: Sourced, to: Sourced): ReturnType<Alter> {
  const [main] = context.expected
  const more = [...context.actual, ...context.expected].some(({type}) => type === 'INDEX ATTACH')
  if (!main || !context.online || more || / ON ONLY /.test(from.text) || / ON ONLY /.test(to.text)) return null
  if (relation(from.node, 'relation') !== relation(to.node, 'relation')) return null
  const name = `${main.tag.slice(0, 50)}_new`
  const build = to.text.replace(
    /^CREATE (UNIQUE )?INDEX (?:"(?:[^"]|"")*"|\S+)/,
    `CREATE $1INDEX CONCURRENTLY ${identifier(name)}`,
  )
  const hazards = [hazard('scans', 'reads the whole table twice, while others go on')]
  const fails =
    to.node.unique === true ? [hazard('may-fail-on-data', 'fails if rows are duplicates of each other')] : []
  const alone = {transactional: false, lock: 'SHARE UPDATE EXCLUSIVE'} as const
  const [, rest] = both(context)
  return {
    renewed: true,
    early: [],
    steps: [
      place(context, build, {...alone, hazards: [...fails, ...hazards]}),
      place(context, `DROP INDEX CONCURRENTLY ${qualifiedName(main)}`, alone),
      place(context, `ALTER INDEX ${qualify(main.schema, name)} RENAME TO ${identifier(main.tag)}`, {
        lock: 'SHARE UPDATE EXCLUSIVE',
      }),
      ...rest
        .filter((statement) => statement.kind !== 'IndexStmt')
        .map((statement) => ({...place(context, statement.text), at: statement.from})),
    ],
  }
}
