import type pg from 'pg'
import {expect} from 'vitest'
import type {Finding} from '../../src/finding.ts'

/** The statements of a cure, one at a time: CONCURRENTLY takes no other beside it. */
export async function run(client: pg.Client, sql: string): Promise<void> {
  for (const statement of sql.split(/;\n(?=[A-Z])/)) await client.query(statement)
}

/** A rule's life: clean → break → exactly one finding, the rule's → its cure → clean. Returns the finding. */
export async function life(
  client: pg.Client,
  check: () => Promise<{readonly findings: readonly Finding[]}>,
  rule: string,
  breaks: string,
): Promise<Finding> {
  expect((await check()).findings).toEqual([])
  await run(client, breaks)
  const {findings} = await check()
  expect(findings.map((finding) => finding.rule)).toEqual([rule])
  const [finding] = findings
  if (!finding?.sql) throw new Error(`${rule} has no cure as SQL`)
  await run(client, finding.sql)
  expect((await check()).findings).toEqual([])
  return finding
}
