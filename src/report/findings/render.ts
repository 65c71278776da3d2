import type {Finding} from '../../finding.ts'
import type {FindingsContext, FindingsFormat} from './context.ts'

/** Loaded when asked for: a terminal pays for no SARIF. */
const RENDERERS = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  sarif: async () => (await import('./sarif.ts')).sarif,
  junit: async () => (await import('./junit.ts')).junit,
  html: async () => (await import('./html.ts')).htmlPage,
} as const satisfies Record<string, () => Promise<FindingsFormat>>

/** A new format is one file and its name in the lines above. */
export type Format = keyof typeof RENDERERS
export const isFormat = (name: string): name is Format => Object.hasOwn(RENDERERS, name)
export const FORMATS: readonly Format[] = Object.keys(RENDERERS).filter(isFormat)

/** The findings as one string, without a newline at the end. */
export async function renderFindings(
  findings: readonly Finding[],
  format: Format,
  context: FindingsContext,
): Promise<string> {
  const render = await RENDERERS[format]()
  return render(findings, context)
}
