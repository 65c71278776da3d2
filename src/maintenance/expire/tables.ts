import type pg from 'pg'
import {array, number, object, parse, string} from 'valibot'
import {Failure} from '../../failure.ts'
import {OWN_SCHEMA} from '../../postgres/own-schema.ts'
import {readSql} from '../../postgres/sql-file.ts'
import {pick} from '../pattern.ts'
import type {Leaf} from './judge.ts'

const tableShape = array(object({oid: string(), schema: string(), name: string(), identity: string()}))
const leafShape = array(object({oid: string(), identity: string(), pages: number()}))

/** The tables a rule names, by pattern. */
export async function findTables(client: pg.Client, pattern: string) {
  const {rows} = await client.query(await readSql('catalog/tables.sql'), [null, OWN_SCHEMA])
  return pick(parse(tableShape, rows), [pattern])
}

/** The relations that hold a table's rows. */
export async function readLeaves(client: pg.Client, oid: string): Promise<readonly Leaf[]> {
  const {rows} = await client.query(await readSql('maintenance/leaves.sql'), [oid])
  return parse(leafShape, rows)
}

const childShape = array(object({identity: string(), name: string(), columns: string(), cure: string()}))

/** @throws Failure `unindexed_foreign_key` with the index that cures it */
export async function refuseUnindexedChildren(
  client: pg.Client,
  identity: string,
  oids: readonly string[],
): Promise<void> {
  const {rows} = await client.query(await readSql('maintenance/unindexed-children.sql'), [oids])
  const children = parse(childShape, rows)
  const [child] = children
  if (!child) return
  throw new Failure(
    'unindexed_foreign_key',
    `${child.identity} (${child.columns}) references ${identity} and has no index: each deleted row would read all of it`,
    {hint: children.map(({cure}) => cure).join(';\n')},
  )
}
