import {referenceAt} from './arguments.ts'
import {isActive} from './conditions.ts'
import {add, type Cursor, type Frame} from './cursor.ts'
import {addValue} from './draft.ts'

/** At a `:` that may begin a variable: replaces it, or leaves what is none (an array slice, say) as it is. */
export function onColon(cursor: Cursor, frame: Frame): void {
  const {state, frames, reading} = cursor
  const {at} = state
  const reference = isActive(cursor.conditions) ? referenceAt(frame.source.text, at, reading.variables) : null
  const length = reference?.length ?? 1
  frame.position = at + length
  if (!reference || reference.value === undefined || frames.some(({variable}) => variable === reference.name)) {
    add(cursor, frame, at, at + length)
    return
  }
  if (frame.variable === null) cursor.origin = at
  if (reference.raw) {
    frames.push({source: {file: frame.source.file, text: reference.value}, position: 0, variable: reference.name})
  } else {
    addValue(cursor.draft, cursor.source, reference.value, cursor.origin)
  }
}
