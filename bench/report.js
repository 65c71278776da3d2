// A line of a Markdown table for each result.
import {median, ratio} from './measure.js'

export const header = `| what | wall | CPU | against | wall | CPU | ratio of wall | ratio of CPU | aim | peak RSS |
|---|---|---|---|---|---|---|---|---|---|`

export function row({
  name,
  costs,
  against = null,
  missing = null,
  aim = [],
  peaks = {},
  most = null,
  units = ['wall', 'cpu'],
}) {
  const time = (all, unit) => (all && units.includes(unit) ? duration(median(all.map((cost) => cost[unit]))) : '')
  const relation = (unit) => (costs && against && units.includes(unit) ? ratio(costs, against.costs, unit) : null)
  const difference = (unit) =>
    costs && against ? median(costs.map((cost, round) => cost[unit] - against.costs[round][unit])) : null
  const memory = Object.entries(peaks)
    .filter(([, peak]) => peak !== null)
    .map(([program, peak]) => `${program} ${Math.round(peak)} MB`)
    .join(', ')
  return `| ${[
    name,
    time(costs, 'wall'),
    time(costs, 'cpu'),
    against?.name ?? (missing ? `skipped: ${missing}` : ''),
    time(against?.costs, 'wall'),
    time(against?.costs, 'cpu'),
    shown(relation('wall')),
    shown(relation('cpu')),
    [...[aim].flat().map((one) => verdict(one, relation, difference)), limit(peaks, most)].filter(Boolean).join(', '),
    memory,
  ].join(' | ')} |`
}

const UNITS = {wall: 'wall', cpu: 'CPU'}

/** An aim, of which there may be several, is a ratio at `most`, or so many milliseconds `above` what it is measured against. */
function verdict(aim, relation, difference) {
  if (aim.above !== undefined) {
    const more = difference(aim.unit)
    const shown = more === null ? '' : `: ${duration(more)}, ${more <= aim.above ? 'met' : '**missed**'}`
    return `${UNITS[aim.unit]} ≤ ${aim.above} ms more${shown}`
  }
  const value = relation(aim.unit)
  return `${UNITS[aim.unit]} ≤ ${aim.most}${value === null ? '' : value <= aim.most ? ': met' : ': **missed**'}`
}

const limit = ({pgplumb}, most) => (most ? `≤ ${most} MB${pgplumb <= most ? ': met' : ': **missed**'}` : '')

const shown = (value) => (value === null ? '' : value.toFixed(value < 0.1 ? 3 : 2))
const duration = (ms) =>
  ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${Math.round(ms)} ms`
