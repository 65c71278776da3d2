import type {Drift} from '../change.ts'
import {driftFindings} from '../report/drift/findings.ts'
import {driftJson} from '../report/drift/json.ts'
import {renderDrift} from '../report/drift/text.ts'
import type {FindingsContext} from '../report/findings/context.ts'
import {plain} from '../report/theme.ts'
import {deliver, themeFor, widthOf, withoutSecrets} from './output.ts'
import {formatOf, type ReportFlags, showFindings} from './show-findings.ts'

/** The comparisons in the format that was asked for. */
export async function showDrift(
  drifts: readonly Drift[],
  flags: ReportFlags,
  context: Pick<FindingsContext, 'version' | 'standIn'>,
): Promise<void> {
  const format = formatOf(flags)
  if (format === 'json') return deliver(JSON.stringify(withoutSecrets(driftJson(drifts)), null, 2), flags.output)
  if (format !== 'text') return showFindings(drifts.flatMap(driftFindings), flags, context)
  const toFile = flags.output !== undefined
  const theme = toFile ? plain : await themeFor(process.stdout)
  const width = toFile ? 80 : widthOf(process.stdout)
  await deliver(drifts.map((drift) => renderDrift(drift, {theme, width})).join('\n\n'), flags.output)
}
