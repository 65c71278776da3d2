import {type Finding, summarize} from '../../finding.ts'
import {badge, html, type Markup, page} from '../html/page.ts'
import {type FindingsFormat, objectName} from './context.ts'

/** A page to keep as an artifact or to mail: the worst first, each with its cure. */
export const htmlPage: FindingsFormat = (findings, {version, clean = 'Nothing was found.'}) => {
  const {error, warning, info} = summarize(findings)
  return page({
    title: 'Findings',
    lead: `${error} errors, ${warning} warnings, ${info} notes. pgplumb ${version}`,
    body: findings.length === 0 ? html`<p>${badge('ok', 'clean')} ${clean}</p>` : findingsList(findings),
  })
}

/** Also a part of larger pages. */
export const findingsList = (findings: readonly Finding[]): Markup =>
  html`${findings.map(
    (finding) => html`<section>
<h3>${badge(finding.severity, finding.severity)} ${objectName(finding) ?? place(finding) ?? finding.rule}</h3>
<p>${finding.message} <span class="soft">${finding.rule}${finding.object === null ? null : placeAfter(finding)}</span></p>
${finding.cure === null ? null : html`<p>${finding.cure}</p>`}
${finding.sql === null ? null : html`<pre>${finding.sql}</pre>`}
</section>
`,
  )}`

const place = ({file, line}: Finding): string | null =>
  file === null ? null : line === null ? file : `${file}:${line}`
const placeAfter = (finding: Finding): string | null => {
  const at = place(finding)
  return at === null ? null : `, ${at}`
}
