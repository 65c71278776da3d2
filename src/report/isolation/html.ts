import {CELLS} from '../../isolation/probe.ts'
import type {CellVerdict} from '../../isolation/proof.ts'
import type {IsolationProof} from '../../workspace/prove-isolation.ts'
import {findingsList} from '../findings/html.ts'
import {badge, html, type Markup, page, table} from '../html/page.ts'
import {knownLeaks, pathName, separation} from './matrix.ts'

/** The matrix, each leak with the script that shows it, and what was not proven. */
export const proofPage = (proof: IsolationProof, version: string): string =>
  page({
    title: `Tenant isolation of ${proof.database}`,
    lead: `${proof.attempts} attempts on ${proof.tables.seeded} of ${proof.tables.wanted} tables: ${proof.leaks.length} leaks, ${proof.unproven.length} not proven. pgplumb ${version}`,
    body: html`<h2>Paths and commands</h2>
${table(
  [{title: 'path'}, ...CELLS.map((title) => ({title}))],
  proof.matrix.map((row) => [pathName(row), ...CELLS.map((cell) => mark(row.cells[cell]))]),
)}
${knownLeaks(proof.accepted).map((line) => html`<p>${line}</p>`)}${proof.schemas === null ? null : html`<p>${separation(proof.schemas)}</p>`}
<p class="soft">ok: its owner may, nobody else. shut: not even its owner. –: there is no privilege for it. ?: not proven.</p>
${proof.findings.length === 0 ? null : html`<h2>Findings</h2>${findingsList(proof.findings)}`}
${
  proof.leaks.length === 0
    ? null
    : html`<h2>Scripts that show the leaks</h2>${proof.leaks.map(
        ({
          identity,
          cell,
          reproducer,
        }) => html`<details><summary>${identity}: ${cell}</summary><pre>${reproducer.script}</pre></details>
`,
      )}`
}`,
  })

const mark = (verdict: CellVerdict): Markup => {
  switch (verdict) {
    case 'leak':
      return badge('error', 'LEAK')
    case 'known':
      return badge('warning', 'known')
    case 'unproven':
      return badge('warning', '?')
    case 'ok':
      return badge('ok', 'ok')
    default:
      return html`<span class="soft">${verdict === 'shut' ? 'shut' : '–'}</span>`
  }
}
