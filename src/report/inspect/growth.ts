import {bytes} from '../amounts.ts'
import {renderTable} from '../table.ts'
import {cutOff} from './fit.ts'
import {plot, sparkline} from './plot.ts'

type Growth = {
  readonly identity: string
  readonly points: readonly {readonly at: Date; readonly bytes: number}[]
  readonly bytes: number
  readonly perDay: number | null
  readonly fit: number | null
  readonly in30Days: number | null
  readonly in90Days: number | null
}

const HEIGHT = 8
const SPARK = 16

/** How sizes went and where they go: a plot of the only one, else a line each. */
export function renderGrowth(series: readonly Growth[], width: number): string {
  const [first] = series
  if (!first) return 'no sizes are recorded yet; every pgplumb maintain run records them'
  return series.length === 1 ? one(first, width) : several(series, width)
}

const day = (date: Date | undefined): string => date?.toISOString().slice(0, 10) ?? ''
const perDayText = (perDay: number | null): string =>
  perDay === null ? 'not known yet' : `${perDay < 0 ? '−' : '+'}${bytes(Math.abs(perDay))} a day`

function one({identity, points, bytes: now, ...trend}: Growth, width: number): string {
  const lines = plot(points, {width, height: HEIGHT, label: bytes})
  const forecast =
    trend.in30Days === null || trend.in90Days === null
      ? 'a trend needs sizes of more than one day'
      : `${perDayText(trend.perDay)}; in 30 days ${bytes(trend.in30Days)}, in 90 days ${bytes(trend.in90Days)}${(trend.fit ?? 1) < 0.5 ? ' (it goes up and down: a rough guess)' : ''}`
  return [
    `${identity}: ${bytes(now)}`,
    '',
    ...lines,
    `${day(points[0]?.at)}${day(points.at(-1)?.at).padStart(Math.max(12, Math.min(width, lines[0]?.length ?? width) - 10))}`,
    '',
    forecast,
  ].join('\n')
}

const several = (series: readonly Growth[], width: number): string =>
  renderTable(
    [
      {title: 'object'},
      {title: 'now', align: 'right'},
      {title: 'a day', align: 'right'},
      {title: 'in 30 d', align: 'right'},
      {title: 'in 90 d', align: 'right'},
      {title: day(series[0]?.points[0]?.at)},
    ],
    series.map((growth) => [
      cutOff(growth.identity, Math.max(16, width - 56)),
      bytes(growth.bytes),
      growth.perDay === null ? '' : perDayText(growth.perDay).replace(' a day', ''),
      growth.in30Days === null ? '' : bytes(growth.in30Days),
      growth.in90Days === null ? '' : bytes(growth.in90Days),
      sparkline(growth.points, SPARK),
    ]),
  )
