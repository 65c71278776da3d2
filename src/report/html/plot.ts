import {html, type Markup} from './page.ts'

type Point = {readonly at: Date; readonly bytes: number}

const WIDTH = 640
const HEIGHT = 160
const MARGIN = {left: 68, right: 12, top: 12, bottom: 22}

/**
 * A line of sizes over time, dashed where it is a forecast (bytes in so many days). It takes the page's colours, and its
 * title tells those who cannot see it.
 */
export function sizePlot(
  points: readonly Point[],
  {
    label,
    title,
    forecast,
  }: {
    readonly label: (bytes: number) => string
    readonly title: string
    readonly forecast: {readonly bytes: number; readonly days: number} | null
  },
): Markup {
  const last = points.at(-1)
  const [start, now] = [points[0]?.at.getTime() ?? 0, last?.at.getTime() ?? 0]
  const end = forecast ? now + forecast.days * 86_400_000 : now
  const all = [...points.map(({bytes}) => bytes), ...(forecast ? [forecast.bytes] : [])]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const x = (time: number) =>
    MARGIN.left + ((time - start) / Math.max(1, end - start)) * (WIDTH - MARGIN.left - MARGIN.right)
  const y = (bytes: number) =>
    most === least
      ? HEIGHT / 2
      : HEIGHT - MARGIN.bottom - ((bytes - least) / (most - least)) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  const place = (time: number, bytes: number) => `${x(time).toFixed(1)},${y(bytes).toFixed(1)}`
  const line = points.map(({at, bytes}) => place(at.getTime(), bytes)).join(' ')
  const ahead = forecast && last ? `${place(now, last.bytes)} ${place(end, forecast.bytes)}` : null
  const text = (left: number, top: number, anchor: string, words: string) =>
    html`<text x="${left}" y="${top}" text-anchor="${anchor}">${words}</text>`
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${title}</title>
<path d="M${MARGIN.left} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}H${WIDTH - MARGIN.right}" class="axis"/>
${text(MARGIN.left - 8, MARGIN.top + 4, 'end', label(most))}
${most === least ? null : text(MARGIN.left - 8, HEIGHT - MARGIN.bottom, 'end', label(least))}
${text(MARGIN.left, HEIGHT - 6, 'start', day(start))}
${text(WIDTH - MARGIN.right, HEIGHT - 6, 'end', day(end))}
<polyline points="${line}" class="line"/>
${ahead === null ? null : html`<polyline points="${ahead}" class="line ahead"/>`}
${points.length === 1 && last ? html`<circle cx="${x(now).toFixed(1)}" cy="${y(last.bytes).toFixed(1)}" r="3" class="dot"/>` : null}
</svg>`
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10)

export const PLOT_STYLE = `
.plot{display:block;width:100%;max-width:44rem;height:auto;margin:.6rem 0}
.plot text{font:11px system-ui,sans-serif;fill:var(--soft)}
.plot .axis{fill:none;stroke:var(--line)}
.plot .line{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
.plot .ahead{stroke-dasharray:5 4;opacity:.7}
.plot .dot{fill:var(--accent)}
`
