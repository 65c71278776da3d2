import type {Relation} from './dictionary.ts'
import {identityOf} from './dictionary.ts'

export type Point = {readonly x: number; readonly y: number}

/** A column in a box. `target` is the table that it points at where no line is drawn to it. */
export type BoxRow = {
  readonly name: string
  readonly type: string
  readonly key: 'primary' | 'foreign' | null
  readonly target: string | null
}

export type Box = {
  readonly relation: Relation
  /** The upper left corner. */
  readonly at: Point
  readonly width: number
  readonly height: number
  readonly rows: readonly BoxRow[]
  /** Columns that are not shown. */
  readonly more: number
}

export type Line = {
  readonly from: string
  readonly to: string
  readonly name: string
  readonly points: readonly Point[]
}

export type Diagram = {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
}

export const ROW = 18
export const HEAD = 26
const LETTER = 7.3
const MOST_ROWS = 12

/**
 * Places the tables of a module, with a line for each foreign key between them. What points outside of the module, or at
 * a table that most of the module points at, is named in its row instead: such lines only hide the others.
 */
export async function layOut(relations: readonly Relation[], nameOf: (identity: string) => string): Promise<Diagram> {
  const {Graph, layout} = await import('@dagrejs/dagre')
  const own = new Set(relations.map(identityOf))
  const hubs = hubsOf(relations)
  const drawn = (target: string): boolean => own.has(target) && !hubs.has(target)
  const sizes = relations.map((relation) => sizeOf(relation, drawn, nameOf))
  const edges = relations.flatMap((relation) =>
    relation.foreign_keys
      .map((key) => ({from: identityOf(relation), to: `${key.schema}.${key.table}`, name: key.name}))
      .filter(({from, to}) => drawn(to) && from !== to),
  )
  const parts = connected([...own], edges).map((names) => {
    const graph = new Graph({multigraph: true})
    graph.setGraph({rankdir: 'LR', nodesep: 26, ranksep: 90, edgesep: 14})
    graph.setDefaultEdgeLabel(() => ({}))
    const boxes = sizes.filter(({relation}) => names.has(identityOf(relation)))
    const within = edges.filter(({from}) => names.has(from))
    for (const {relation, width, height} of boxes) graph.setNode(identityOf(relation), {width, height})
    for (const {from, to, name} of within) graph.setEdge(to, from, {}, name)
    layout(graph)
    const {width = 0, height = 0} = graph.graph()
    return {
      width,
      height,
      boxes: boxes.map((box): Box => {
        const {x = 0, y = 0} = graph.node(identityOf(box.relation))
        return {...box, at: {x: x - box.width / 2, y: y - box.height / 2}}
      }),
      lines: within.map((line): Line => ({...line, points: pointsOf(graph.edge(line.to, line.from, line.name))})),
    }
  })
  return pack(parts)
}

const pointsOf = (edge: {readonly points?: readonly Point[]}): readonly Point[] => edge.points ?? []

/** Tables that lines join, directly or by way of others; the most first. */
function connected(
  names: readonly string[],
  edges: readonly {readonly from: string; readonly to: string}[],
): readonly ReadonlySet<string>[] {
  const setOf = new Map(names.map((name) => [name, new Set([name])]))
  for (const {from, to} of edges) {
    const [a, b] = [setOf.get(from), setOf.get(to)]
    if (!a || !b || a === b) continue
    for (const name of b) setOf.set(name, a.add(name))
  }
  return [...new Set(setOf.values())].sort((a, b) => b.size - a.size)
}

/** About what a screen shows without making letters smaller. */
const WIDE = 1150
const GAP = 30
const MARGIN = 16

/** Puts diagrams into rows, the highest first. */
function pack(parts: readonly Diagram[]): Diagram {
  const widest = Math.max(WIDE, ...parts.map(({width}) => width))
  const boxes: Box[] = []
  const lines: Line[] = []
  let [x, y, rowHeight, width] = [0, 0, 0, 0]
  for (const part of [...parts].sort((a, b) => b.height - a.height)) {
    if (x > 0 && x + part.width > widest) [x, y, rowHeight] = [0, y + rowHeight + GAP, 0]
    const [dx, dy] = [x + MARGIN, y + MARGIN]
    const move = (point: Point): Point => ({x: point.x + dx, y: point.y + dy})
    boxes.push(...part.boxes.map((box) => ({...box, at: move(box.at)})))
    lines.push(...part.lines.map((line) => ({...line, points: line.points.map(move)})))
    rowHeight = Math.max(rowHeight, part.height)
    x += part.width + GAP
    width = Math.max(width, x - GAP)
  }
  return {boxes, lines, width: width + 2 * MARGIN, height: y + rowHeight + 2 * MARGIN}
}

/** Tables that most of the others point at, where these are many. */
function hubsOf(relations: readonly Relation[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const relation of relations) {
    const targets = new Set(relation.foreign_keys.map(({schema, table}) => `${schema}.${table}`))
    for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1)
  }
  const many = Math.max(8, relations.length * 0.6)
  return new Set([...counts].filter(([, count]) => count > many).map(([name]) => name))
}

function sizeOf(
  relation: Relation,
  drawn: (target: string) => boolean,
  nameOf: (identity: string) => string,
): Omit<Box, 'at'> {
  const primary = new Set(relation.constraints.find(({kind}) => kind === 'primary key')?.columns)
  const targets = new Map(
    relation.foreign_keys.flatMap(({columns, schema, table}) =>
      columns.map((column) => [column, `${schema}.${table}`] as const),
    ),
  )
  const all = relation.columns.map(({name, type}): BoxRow => {
    const target = targets.get(name)
    return {
      name,
      type: shortType(type),
      key: primary.has(name) ? 'primary' : target === undefined ? null : 'foreign',
      target: target === undefined || drawn(target) ? null : nameOf(target),
    }
  })
  // Keys are what a diagram is about; they come first where there is not room for all.
  const rows =
    all.length <= MOST_ROWS ? all : [...all.filter(({key}) => key), ...all.filter(({key}) => !key)].slice(0, MOST_ROWS)
  const more = all.length - rows.length
  const longest = Math.max(
    nameOf(identityOf(relation)).length + 2,
    ...rows.map((row) => row.name.length + (row.target ? row.target.length + 2 : row.type.length) + 5),
  )
  return {
    relation,
    rows,
    more,
    width: Math.round(longest * LETTER) + 16,
    height: HEAD + (rows.length + (more > 0 ? 1 : 0)) * ROW + 6,
  }
}

/** As short as it can be without being another type. */
export const shortType = (type: string): string =>
  type
    .replace('character varying', 'varchar')
    .replace('timestamp with time zone', 'timestamptz')
    .replace('timestamp without time zone', 'timestamp')
    .replace('double precision', 'float8')
    .replace(/^(?:public|pg_catalog)\./, '')
