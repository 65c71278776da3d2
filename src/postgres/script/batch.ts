import {setsEncoding} from './control.ts'
import type {Statement} from './statement.ts'

/** Statements that were sent as one text, each at its offset. */
export type Batch = {
  readonly text: string
  readonly statements: readonly Statement[]
  readonly offsets: readonly number[]
}

/** Puts statements together into one text. */
export function join(statements: readonly Statement[]): Batch {
  const offsets: number[] = []
  let length = 0
  const texts = statements.map(({text}) => {
    offsets.push(length)
    const sent = portable(text)
    length += sent.length + 1
    return sent
  })
  return {text: texts.join('\n'), statements, offsets}
}

/** pg_dump 17 and later set what an older server does not know. */
function portable(text: string): string {
  if (setsEncoding(text)) return "SET client_encoding = 'UTF8';"
  if (!/^SET transaction_timeout = 0;$/.test(text)) return text
  return "SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name = 'transaction_timeout';"
}
