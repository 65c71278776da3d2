import type {MigrationEvent} from '../migrations/events.ts'
import {describeHolder} from '../migrations/lock.ts'
import {note} from './output.ts'

/** Says of a running migration what a person should know: a line that is replaced, or a note that stays. */
export function tellMigration(event: MigrationEvent, update: (text: string) => void): void {
  const said = describe(event)
  if (said) (said.stays ? note : update)(said.text)
}

function describe(event: MigrationEvent): {readonly text: string; readonly stays: boolean} | null {
  const passing = (text: string) => ({text, stays: false})
  const staying = (text: string) => ({text, stays: true})
  switch (event.kind) {
    case 'waiting':
      return passing(`another run holds the lock: ${event.holder ? describeHolder(event.holder) : 'it is just ending'}`)
    case 'prelude':
      return staying(`the database is empty, so the prelude comes first: ${event.files.join(', ')}`)
    case 'start':
      return passing(`${event.index + 1}/${event.total} ${event.migration.file}`)
    case 'resume':
      return staying(
        `${event.migration.file}: goes on after ${event.done} of ${event.total} statements, which are in effect`,
      )
    case 'blocked':
      return passing(`${event.migration.file} waits for ${event.blockers.map(describeHolder).join('; ')}`)
    case 'retry':
      return staying(
        `${event.migration.file}: no lock in time, attempt ${event.attempt} in ${Math.round(event.delay)} ms; in the way: ${event.blockers.map(describeHolder).join('; ') || 'nobody now'}`,
      )
    case 'rebuild':
      return staying(`${event.migration.file}: index ${event.index} was INVALID; it was dropped and is built again`)
    case 'notice':
      // NOTICE is what IF NOT EXISTS says when there is nothing to do.
      return event.severity === 'WARNING' ? staying(`warning: ${event.message}`) : null
    case 'done':
      return null
  }
}
