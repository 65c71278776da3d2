/** Which of WHAT and WHY the comment at the head of a file does not say. */
export function missingInHeader(text: string): readonly string[] {
  const comment = HEAD.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? ''
  return ['WHAT', 'WHY'].filter((word) => !says(comment, word))
}

const HEAD = /^(?:\s*(?:--[^\n]*(?:\n|$)|\/\*.*?\*\/))*/s

/** The words may stand on the next line of the comment. */
const says = (comment: string, word: string): boolean =>
  new RegExp(
    `\\b${word}[ \\t]*[:=—–-][ \\t]*(?:\\n[ \\t]*(?:--|\\*)?[ \\t]*(?!WH(?:AT|Y)\\b))?[\\p{L}\\p{N}]`,
    'iu',
  ).test(comment)
