import {createInterface} from 'node:readline'
import {Failure} from '../failure.ts'
import {note} from './output.ts'

/**
 * Asks on the terminal; an empty answer is the default. With `choices`, until the answer is one of them.
 * @throws Failure `cancelled` when Ctrl-C or Ctrl-D is pressed
 */
export async function question(text: string, fallback: string, choices?: readonly string[]): Promise<string> {
  for (;;) {
    const answer = (await ask(`${text}${fallback ? ` [${fallback}]` : ''}: `)).trim() || fallback
    if (!choices) return answer
    const meant = choices.filter((choice) => choice === answer.toLowerCase())
    const begun = choices.filter((choice) => choice.startsWith(answer.toLowerCase()))
    const [chosen] = meant.length > 0 ? meant : begun.length === 1 ? begun : []
    if (chosen !== undefined) return chosen
    note(`  ${choices.join(' or ')}, please`)
  }
}

function ask(prompt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const readline = createInterface({input: process.stdin, output: process.stderr})
    let answered = false
    readline.on('SIGINT', () => {
      // The terminal is in raw mode while it asks: no signal comes by itself.
      process.emit('SIGINT', 'SIGINT')
      readline.close()
    })
    readline.on('close', () => {
      if (answered) return
      process.stderr.write('\n')
      reject(new Failure('cancelled', 'no answer, so nothing was written'))
    })
    readline.question(prompt, (answer) => {
      answered = true
      readline.close()
      resolve(answer)
    })
  })
}
