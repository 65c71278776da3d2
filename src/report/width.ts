import {stripVTControlCharacters} from 'node:util'

const ASCII = /^[\x20-\x7e]*$/
/** Letters, punctuation, arrows and lines that take a cell each: most of what is not ASCII. */
const NARROW = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f]*$/
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|\ufe0f/u
const INVISIBLE = /^[\p{M}\p{Cf}\p{Cc}]+$/u

let segmenter: Intl.Segmenter | undefined

/** The characters as a reader sees them: an accent or a joined emoji belongs to the letter before. */
export function graphemes(text: string): string[] {
  if (ASCII.test(text)) return [...text]
  segmenter ??= new Intl.Segmenter()
  return Array.from(segmenter.segment(text), ({segment}) => segment)
}

const graphemeWidth = (grapheme: string): number => (INVISIBLE.test(grapheme) ? 0 : WIDE.test(grapheme) ? 2 : 1)

/** How many terminal cells the text takes, colours not counted. */
export function displayWidth(text: string): number {
  const bare = stripVTControlCharacters(text)
  if (NARROW.test(bare)) return bare.length
  return graphemes(bare).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0)
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - displayWidth(text)))

export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - displayWidth(text))) + text

/** Tabs become spaces, so that a caret under the line stands where it should. */
export function expandTabs(text: string, size = 4): string {
  if (!text.includes('\t')) return text
  let result = ''
  for (const part of text.split(/(\t)/))
    result += part === '\t' ? ' '.repeat(size - (displayWidth(result) % size)) : part
  return result
}

/** The part of the text between two cells. A wide character that does not fit whole is left out. */
export function sliceCells(text: string, start: number, end: number): string {
  let cell = 0
  let result = ''
  for (const grapheme of graphemes(text)) {
    const width = graphemeWidth(grapheme)
    if (cell >= start && cell + width <= end) result += grapheme
    cell += width
  }
  return result
}

/** Makes control characters visible (`\x1b`), so that a name in a database cannot steer the reader's terminal. */
export const printable = (text: string): string =>
  text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
