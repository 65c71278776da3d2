import type {Mode, Quoting} from './quoted.ts'
import type {Source} from './statement.ts'
import type {Words} from './words.ts'

/** What the scanner remembers of the statement it is in: the start conditions of psql's own lexer. */
export type ScanState = Quoting &
  Words & {
    mode: Mode
    begins: number
    /** Whether a token of the statement was seen, and where the first is in the text now scanned. */
    begun: boolean
    start: number
    /** Where the scan stopped. */
    at: number
    /** Where the open quote or comment, or the outermost parenthesis, was opened. */
    openedIn: Source | null
    openedAt: number
    parenIn: Source | null
    parenAt: number
  }

export const newScan = (): ScanState => ({
  mode: 'sql',
  tag: '',
  nesting: 0,
  parens: 0,
  begins: 0,
  words: 0,
  head: '',
  routine: false,
  previous: '',
  copy: false,
  begun: false,
  start: 0,
  at: 0,
  openedIn: null,
  openedAt: 0,
  parenIn: null,
  parenAt: 0,
})

/** Ready for the next statement. */
export function endStatement(state: ScanState): void {
  state.parens = 0
  state.begins = 0
  state.words = 0
  state.head = ''
  state.routine = false
  state.previous = ''
  state.copy = false
  state.begun = false
}
