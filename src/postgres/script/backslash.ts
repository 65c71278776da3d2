import {Failure} from '../../failure.ts'
import {argumentsOf, isVariableName} from './arguments.ts'
import {type Command, commandOf} from './commands.ts'
import {applyCondition, isActive} from './conditions.ts'
import {add, type Cursor, type Frame, placeOf} from './cursor.ts'
import {type Included, include} from './include.ts'

const NAME = /\\([^\s\\]*)/y

/** At a `\`: does what the command says. Returns the file to read before going on, if any. */
export function onBackslash(cursor: Cursor, frame: Frame): Included | 'quit' | null {
  const {text} = frame.source
  const {at} = cursor.state
  const after = text[at + 1]
  if (after === ';' || after === ':') {
    cursor.state.begun = true
    add(cursor, frame, at + 1, at + 2)
    frame.position = at + 2
    return null
  }
  if (after === '\\') {
    frame.position = at + 2
    return null
  }
  NAME.lastIndex = at
  const name = NAME.exec(text)?.[1] ?? ''
  const newline = text.indexOf('\n', at)
  const lineEnd = newline === -1 ? text.length : newline
  const command = commandOf(name)
  const {values, end, refused} = argumentsOf(text, at + 1 + name.length, lineEnd, cursor.reading.variables)
  frame.position = command.does === 'refuse' ? lineEnd : end
  const refuse = (why: string, hint: string): null => {
    cursor.reading.fail(new Failure('script_command', why, {hint, place: placeOf(cursor, frame, at)}))
    return null
  }
  if (command.does === 'condition') {
    const problem = applyCondition(cursor, command.word, values.join(' '), at)
    return problem === null ? null : refuse(problem, '\\if takes true or false, or a variable that holds one')
  }
  if (!isActive(cursor.conditions)) return null
  if (command.does === 'refuse') return refuse(command.why, command.hint)
  if (refused === 'backtick') return refuse(`\\${name}: \`…\` would run a program`, 'write the value itself')
  if (refused === 'unterminated') return refuse(`\\${name}: a quote is not closed on its line`, 'close the quote')
  if (frame.variable !== null)
    return refuse('the value of a variable holds a backslash command', 'write it in the script')
  return obey(cursor, command, values, at, refuse)
}

function obey(
  cursor: Cursor,
  command: Exclude<Command, {does: 'refuse' | 'condition'}>,
  values: readonly string[],
  at: number,
  refuse: (why: string, hint: string) => null,
): Included | 'quit' | null {
  const {variables} = cursor.reading
  const [first, ...rest] = values
  switch (command.does) {
    case 'nothing':
      return null
    case 'quit':
      return 'quit'
    case 'include':
      // psql, too, overlooks a semicolon after the name.
      if (first === undefined) return refuse('an include needs the name of a file', 'write \\i FILE')
      return include(cursor, first.replace(/;+$/, ''), command.relative, at)
    case 'unset':
      if (first !== undefined) variables.delete(first)
      return null
    case 'set': {
      if (first === undefined) return null
      if (!isVariableName(first)) return refuse(`"${first}" is no name for a variable`, 'use letters, digits and _')
      const value = rest.join('')
      if (first === 'AUTOCOMMIT' && /^(off|of|0|f|false|n|no)$/i.test(value)) {
        return refuse('\\set AUTOCOMMIT off hides where transactions begin', 'write BEGIN and COMMIT')
      }
      variables.set(first, value)
      return null
    }
  }
}
