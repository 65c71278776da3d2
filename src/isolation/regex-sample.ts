/**
 * A text that a simple regular expression matches, another for each `n`: literals, classes, groups, alternatives and
 * repetition. The server judges, so a wrong sample costs nothing.
 */
export function regexSample(pattern: string, n: number): string {
  let at = 0
  let digits = n
  const next = (count: number): number => {
    const value = digits % count
    digits = Math.floor(digits / count)
    return value
  }

  function alternatives(): string {
    const options = [sequence()]
    while (pattern[at] === '|') {
      at++
      options.push(sequence())
    }
    return options[n % options.length] ?? ''
  }

  function sequence(): string {
    let text = ''
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const start = at
      const unit = atom()
      const end = at
      const [least, most] = repetition()
      const count = least > 0 ? least : Math.min(1, most)
      text += unit
      // Each repetition is sampled anew.
      for (let i = 1; i < count; i++) {
        const resume = at
        at = start
        text += atom()
        at = resume
      }
      if (count === 0) text = text.slice(0, text.length - unit.length)
      if (at === start) at = Math.max(end, start + 1)
    }
    return text
  }

  function atom(): string {
    const character = pattern[at++] ?? ''
    if (character === '^' || character === '$') return ''
    if (character === '.') return 'x'
    if (character === '[') return bracket()
    if (character === '\\') return escaped(pattern[at++] ?? '')
    if (character !== '(') return character
    if (pattern.startsWith('?:', at)) at += 2
    const inner = alternatives()
    at++
    return inner
  }

  function escaped(character: string): string {
    if (character === 'd') return String(next(10))
    if (character === 'w') return 'abcdefghij'[next(10)] ?? 'a'
    if (character === 's') return ' '
    if (/[AZmMyY]/.test(character)) return ''
    return character
  }

  function bracket(): string {
    const negated = pattern[at] === '^'
    if (negated) at++
    const choices: string[] = []
    for (let first = true; at < pattern.length && (first || pattern[at] !== ']'); first = false) {
      const named = /^\[:(\w+):\]/.exec(pattern.slice(at))
      if (named) {
        choices.push(...(named[1] === 'digit' ? '0123456789' : named[1] === 'space' ? ' ' : 'abcdefghij'))
        at += named[0].length
        continue
      }
      let from = pattern[at++] ?? ''
      if (from === '\\') from = escaped(pattern[at++] ?? '')
      if (pattern[at] === '-' && pattern[at + 1] !== ']') {
        const to = pattern[at + 1] ?? from
        at += 2
        for (let code = from.charCodeAt(0); code <= to.charCodeAt(0) && choices.length < 100; code++)
          choices.push(String.fromCharCode(code))
      } else choices.push(from)
    }
    at++
    if (negated) return ['a', 'x', '1', '_', ' '].find((one) => !choices.includes(one)) ?? '~'
    return choices[next(choices.length || 1)] ?? ''
  }

  function repetition(): [number, number] {
    const range = /^\{(\d*)(,?)(\d*)\}/.exec(pattern.slice(at))
    if (range) {
      at += range[0].length
      const least = Number(range[1] || 0)
      return [least, range[2] ? Number(range[3] || least + 1) : least]
    }
    const sign = pattern[at] ?? ''
    if (!'*+?'.includes(sign) || sign === '') return [1, 1]
    at++
    if (pattern[at] === '?') at++
    return sign === '+' ? [1, 9] : [0, 1]
  }

  return alternatives()
}
