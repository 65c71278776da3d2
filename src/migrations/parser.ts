import type * as Parser from 'libpg-query'

let parser: typeof Parser | undefined

/** PostgreSQL's parser, loaded (40 ms) when it is first needed: a run with nothing to do needs none. */
export async function loadParser(): Promise<typeof Parser> {
  parser ??= await import('libpg-query')
  await parser.loadModule()
  return parser
}
