import {rm} from 'node:fs/promises'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {contentsOf, SAME_TEXT} from './backup/contents.ts'
import {restoreTenant} from './backup/restore.ts'
import {freeze, writeBackup} from './backup/write.ts'
import {refuseIfUsed} from './drop.ts'
import {rollBack} from './each.ts'
import {openRegistry, type Registry} from './registry.ts'
import type {Tenant} from './tenant.ts'

export type MoveOptions = {
  readonly registry: Registry
  readonly pgDump: PgDumpChoice
  /** Where the tenant is written on its way. */
  readonly file: string
  readonly signal?: AbortSignal | undefined
  readonly onStep?: (step: 'copy' | 'compare' | 'drop') => void
}

export type Moved = {readonly tables: number; readonly rows: number}

/**
 * Moves a tenant to another database: copied, compared row by row through checksums, and only then dropped where it was.
 * From the first look to the end nobody can write to it there. Where anything goes wrong it stays where it was.
 * @throws Failure `tenant_in_use`, `move_differs`, `moved_but_not_dropped`, and those of `restoreTenant`
 */
export const moveTenant = (
  from: Address,
  to: Address,
  tenant: Tenant,
  {registry, pgDump, file, signal, onStep}: MoveOptions,
): Promise<Moved> =>
  withConnection(from, async (source) => {
    const here = await openRegistry(source, registry)
    await refuseIfUsed(source, tenant)
    try {
      await freeze(source, tenant.schema, {alone: true})
      onStep?.('copy')
      const {tables, rows} = await writeBackup(from, source, tenant, file, {pgDump, registry: here, signal})
      await withConnection(to, async (target) => {
        const there = await openRegistry(target, registry)
        await restoreTenant(target, there, file, tenant, {signal})
        onStep?.('compare')
        await compare(source, target, tenant).catch(async (error) => {
          await takeBack(target, there.table, there.schema, tenant)
          throw error
        })
      })
      onStep?.('drop')
      await source
        .query(`DELETE FROM ${here.table} WHERE ${quoteIdent(here.schema)}::text = $1`, [tenant.schema])
        .then(() => source.query(`DROP SCHEMA ${quoteIdent(tenant.schema)} CASCADE`))
        .then(() => source.query('COMMIT'))
        .catch((cause) => {
          throw new Failure(
            'moved_but_not_dropped',
            `${tenant.name} is whole in both places, for it could not be dropped where it was: ${cause.message}`,
            {
              hint: 'see what holds it; then drop it in the one place or in the other: pgplumb tenant drop',
              cause,
            },
          )
        })
      return {tables, rows}
    } catch (error) {
      await rollBack(source)
      throw error
    } finally {
      await rm(file, {force: true})
    }
  })

type Client = Parameters<typeof contentsOf>[0]

async function compare(source: Client, target: Client, {name, schema}: Tenant): Promise<void> {
  await target.query(`BEGIN; ${SAME_TEXT}`)
  const [was, is] = [await contentsOf(source, schema), await contentsOf(target, schema)]
  await target.query('COMMIT')
  const differing = was.filter((table, index) => JSON.stringify(table) !== JSON.stringify(is[index]))
  if (differing.length === 0 && was.length === is.length) return
  throw new Failure('move_differs', `what arrived of ${name} is not what was sent, so it stays where it was`, {
    detail: differing.map((table) => `${table.name}: ${table.rows} rows, sum ${table.sum}`).join('\n'),
  })
}

async function takeBack(target: Client, table: string, column: string, {schema}: Tenant): Promise<void> {
  await rollBack(target)
  await target.query('BEGIN')
  await target.query(`DELETE FROM ${table} WHERE ${quoteIdent(column)}::text = $1`, [schema])
  await target.query(`DROP SCHEMA ${quoteIdent(schema)} CASCADE`)
  await target.query('COMMIT')
}
