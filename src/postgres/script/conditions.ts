import {copyDraft, type Draft} from './draft.ts'
import type {ScanState} from './scan-state.ts'

type Level = {
  /** Whether the text of this branch counts. */
  active: boolean
  /** Whether a branch of this \if was already taken, or none may be. */
  taken: boolean
  sawElse: boolean
  /** The statement as it was when the branch began: what a skipped branch adds to it is dropped again. */
  saved: {readonly draft: Draft; readonly state: ScanState}
  readonly openedAt: number
}

/** The open \if commands of one file, innermost last. */
export type Conditions = Level[]

type Position = {state: ScanState; draft: Draft; readonly conditions: Conditions}

export const isActive = (conditions: Conditions): boolean => conditions.at(-1)?.active ?? true

/** psql's reading of a boolean: a prefix of true, false, yes, no, on, off; or 1, 0. Null where it is none. */
export function booleanOf(value: string): boolean | null {
  const word = value.trim().toLowerCase()
  if (word === '') return null
  if (word === '1' || word === 'on' || 'true'.startsWith(word) || 'yes'.startsWith(word)) return true
  if (word === '0' || word === 'of' || word === 'off' || 'false'.startsWith(word) || 'no'.startsWith(word)) return false
  return null
}

/** Enters or leaves a branch. Returns what is wrong with the command, or null. */
export function applyCondition(
  position: Position,
  word: 'if' | 'elif' | 'else' | 'endif',
  value: string,
  at: number,
): string | null {
  const {conditions} = position
  if (word === 'if') {
    const outer = isActive(conditions)
    const truth = outer ? booleanOf(value) : false
    const saved = save(position)
    conditions.push({active: truth === true, taken: !outer || truth !== false, sawElse: false, saved, openedAt: at})
    return truth === null ? `\\if needs true or false, not "${value}"` : null
  }
  const level = conditions.at(-1)
  if (!level) return `\\${word} without \\if`
  if (!level.active) restore(position, level)
  level.saved = save(position)
  if (word === 'endif') {
    conditions.pop()
    return null
  }
  if (level.sawElse) return `\\${word} after \\else`
  level.sawElse = word === 'else'
  const truth = level.taken ? false : word === 'else' ? true : booleanOf(value)
  level.active = truth === true
  level.taken ||= truth !== false
  return truth === null ? `\\elif needs true or false, not "${value}"` : null
}

const save = ({draft, state}: Position) => ({draft: copyDraft(draft), state: {...state}})

function restore(position: Position, {saved}: Level): void {
  position.draft = copyDraft(saved.draft)
  position.state = {...saved.state, at: position.state.at}
}
