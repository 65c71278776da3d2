const NAME = String.raw`(?:"(?:[^"]|"")+"|[^\s".(]+)`
const FOREIGN_KEY = new RegExp(
  String.raw`^ALTER TABLE (?:ONLY )?(${NAME}\.${NAME})\s+ADD CONSTRAINT .*? REFERENCES (${NAME}\.${NAME})`,
  'gms',
)

/** Which tables each table refers to by foreign keys, as `schema.table` without quotes; read from statements as pg_dump writes them. */
export function references(sql: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const text of sql)
    if (text.includes('REFERENCES'))
      for (const [, table = '', parent = ''] of text.matchAll(FOREIGN_KEY))
        found.set(plain(table), [...(found.get(plain(table)) ?? []), plain(parent)])
  return found
}

const plain = (name: string): string =>
  name.replaceAll(/"((?:[^"]|"")+)"/g, (_, inner: string) => inner.replaceAll('""', '"'))
