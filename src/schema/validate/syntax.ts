import type {Finding} from '../../finding.ts'
import {errorAt} from './finding.ts'
import type {SyntaxProblem} from './unit.ts'

/** `syntax-error`: what the parser refuses. */
export function syntaxFinding({unit, offset, message}: SyntaxProblem): Finding {
  const atEnd = /\bat end of input$/.test(message) || /^\s*;?\s*$/.test(unit.text.slice(offset))
  const place = unit.locate(atEnd ? unit.text.trimEnd().length : offset)
  return errorAt('syntax-error', place, message, cureOf(unit.text, offset))
}

function cureOf(text: string, offset: number): string | null {
  const before = text.slice(0, offset).trimEnd()
  const rest = text.slice(offset)
  if (before.endsWith(',') && /^\s*[);]/.test(rest)) return 'remove the comma before it'
  if (/^\s*(create|alter|drop|comment|insert|grant)\b/i.test(rest) && before !== '')
    return 'end the statement before with ;'
  if (/^\s*;/.test(rest) && unclosed(before)) return 'close the parenthesis'
  return 'correct the SQL here, or just before'
}

const unclosed = (text: string): boolean => text.split('(').length > text.split(')').length
