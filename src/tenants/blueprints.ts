import type pg from 'pg'
import {DEFAULT_HISTORY} from '../migrations/history.ts'
import {lockKey} from '../migrations/lock.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {type Blueprint, type BlueprintOptions, readBlueprint} from './blueprint.ts'
import {historyState} from './history-state.ts'

/** `state` is what the template's history said when it was read. */
type Dated = Blueprint & {readonly state: string}

export type Blueprints = {
  readonly read: () => Promise<Dated>
  readonly forget: (stale: Dated) => void
}

/** One for all sessions, as long as it is right. */
export function blueprintsOf(
  address: Address,
  template: string,
  options: Omit<BlueprintOptions, 'history'>,
): Blueprints {
  let reading: Promise<Dated> | null = null
  let current: Dated | null = null
  const table = {schema: template, table: DEFAULT_HISTORY.table}
  const state = () => withConnection(address, (client) => historyState(client, table))
  const readStill = async (): Promise<Dated> => {
    for (;;) {
      const before = await state()
      const blueprint = await readBlueprint(address, template, {...options, history: table.table})
      if ((await state()) === before) {
        current = {...blueprint, state: before}
        return current
      }
    }
  }
  return {
    read: () => {
      reading ??= readStill()
      return reading
    },
    forget: (stale) => {
      if (stale === current) reading = null
    },
  }
}

/**
 * Begins a transaction in which the template stays as the blueprint has it: migrations of the template take the same
 * lock alone. Where one came in between, the template is read again.
 */
export async function beginWith(client: pg.Client, template: string, blueprints: Blueprints): Promise<Dated> {
  const table = {schema: template, table: DEFAULT_HISTORY.table}
  for (;;) {
    const blueprint = await blueprints.read()
    // What is copied is copied as of one moment.
    await client.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT pg_catalog.pg_advisory_xact_lock_shared(${lockKey(table)})`,
    )
    if ((await historyState(client, table)) === blueprint.state) return blueprint
    await client.query('ROLLBACK')
    blueprints.forget(blueprint)
  }
}
