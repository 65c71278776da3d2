import type pg from 'pg'
import {date, number, object, string} from 'valibot'
import {readRows, SHOWN} from './session.ts'

const shape = object({identity: string(), at: date(), bytes: number(), rows: number()})

export const GROWTH_OF = ['database', 'schema', 'table'] as const
export type GrowthOf = (typeof GROWTH_OF)[number]

export type Point = {readonly at: Date; readonly bytes: number}

/** How the size of something went, and where it goes. */
export type Growth = {
  readonly identity: string
  readonly points: readonly Point[]
  readonly bytes: number
  /** Bytes a day, by the line that fits the points best; null where they span less than a day. */
  readonly perDay: number | null
  /** How well that line fits, from 0 to 1. */
  readonly fit: number | null
  /** Bytes in 30 and 90 days, if it goes on like this. */
  readonly in30Days: number | null
  readonly in90Days: number | null
}

export type GrowthOptions = {
  readonly of?: GrowthOf
  readonly days?: number
  readonly schema?: string | null
  readonly limit?: number
}

/** The growth that runs of maintenance have recorded, the fastest first; nothing where none has run. */
export async function growth(client: pg.Client, options: GrowthOptions = {}): Promise<readonly Growth[]> {
  const {of = 'database', days = 90, schema = null, limit = SHOWN} = options
  const {rows: there} = await client.query("SELECT to_regclass('pgplumb.size_history') AS history")
  if (!there[0]?.history) return []
  const rows = await readRows(client, 'growth', shape, [days, schema, of])
  const series = new Map<string, Point[]>()
  for (const {identity, at, bytes} of rows) series.set(identity, [...(series.get(identity) ?? []), {at, bytes}])
  return [...series]
    .map(([identity, points]) => trend(identity, points))
    .sort((a, b) => (b.perDay ?? 0) - (a.perDay ?? 0) || b.bytes - a.bytes)
    .slice(0, limit)
}

const DAY = 86_400_000

/** Least squares through the points. */
export function trend(identity: string, points: readonly Point[]): Growth {
  const bytes = points.at(-1)?.bytes ?? 0
  const unknown = {identity, points, bytes, perDay: null, fit: null, in30Days: null, in90Days: null}
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || last.at.getTime() - first.at.getTime() < DAY) return unknown
  const xs = points.map(({at}) => (at.getTime() - last.at.getTime()) / DAY)
  const [meanX, meanY] = [mean(xs), mean(points.map((point) => point.bytes))]
  const sum = (f: (x: number, y: number) => number) =>
    points.reduce((total, point, i) => total + f((xs[i] ?? 0) - meanX, point.bytes - meanY), 0)
  const perDay = sum((x, y) => x * y) / sum((x) => x * x)
  const spread = sum((_, y) => y * y)
  const fit = spread === 0 ? 1 : 1 - sum((x, y) => (y - perDay * x) ** 2) / spread
  const after = (days: number) => Math.max(0, bytes + perDay * days)
  return {identity, points, bytes, perDay, fit, in30Days: after(30), in90Days: after(90)}
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
