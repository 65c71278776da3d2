import type {Finding} from '../../finding.ts'
import type {FindingsContext, FindingsFormat} from './context.ts'
import {github} from './github.ts'
import {htmlPage} from './html.ts'
import {json} from './json.ts'
import {junit} from './junit.ts'
import {sarif} from './sarif.ts'
import {text} from './text.ts'

const RENDERERS = {text, json, github, sarif, junit, html: htmlPage} as const satisfies Record<string, FindingsFormat>

/** A new format is one file and its name in the line above. */
export type Format = keyof typeof RENDERERS
export const isFormat = (name: string): name is Format => Object.hasOwn(RENDERERS, name)
export const FORMATS: readonly Format[] = Object.keys(RENDERERS).filter(isFormat)

/** The findings as one string, without a newline at the end. */
export const renderFindings = (findings: readonly Finding[], format: Format, context: FindingsContext): string =>
  RENDERERS[format](findings, context)
