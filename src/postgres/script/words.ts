/** What the keywords of a statement say about where it ends. */
export type Words = {
  words: number
  /** A letter for each of the first four words: c(reate), o(r), r(eplace), f(unction), p(rocedure), else `-`. */
  head: string
  /** CREATE [OR REPLACE] FUNCTION or PROCEDURE: BEGIN … END encloses semicolons. */
  routine: boolean
  begins: number
  parens: number
  /** The word before, in a statement that begins with COPY. */
  previous: string
  /** COPY … FROM stdin. */
  copy: boolean
}

const HEAD: Readonly<Record<string, string>> = {create: 'c', or: 'o', replace: 'r', function: 'f', procedure: 'p'}
const ROUTINE = new Set(['cf', 'cp', 'corf', 'corp'])

/** Takes note of an unquoted word, as psql does: keywords count only where they can mean what they say. */
export function noteWord(state: Words, text: string, from: number, to: number): void {
  if (state.words >= 4 && !state.routine && state.previous === '') return
  const word = to - from > 9 ? '' : text.slice(from, to).toLowerCase()
  if (state.words < 4) {
    state.head += HEAD[word] ?? '-'
    if (ROUTINE.has(state.head)) state.routine = true
    if (state.words === 0 && word === 'copy') state.previous = word
  }
  state.words++
  if (state.parens > 0) return
  if (state.previous !== '') {
    if (word === 'stdin' && state.previous === 'from') state.copy = true
    state.previous = word || '-'
  }
  if (!state.routine) return
  if (word === 'begin') state.begins++
  else if (word === 'case' && state.begins > 0) state.begins++
  else if (word === 'end' && state.begins > 0) state.begins--
}
