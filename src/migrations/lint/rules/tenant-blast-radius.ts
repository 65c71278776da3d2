import {usedEffects} from '../context.ts'
import {blocksWrites} from '../lock-mode.ts'
import {type LintRule, onFile} from '../rule.ts'

/** From this many on a slow statement is a night's work. */
const MANY = 100

export const tenantBlastRadius: LintRule = {
  name: 'tenant-blast-radius',
  group: 'tenants',
  severity: 'info',
  what: 'how many schemas a tenant migration touches, and what it locks in each',
  why: 'What takes a second takes a quarter of an hour in a thousand tenants, and may fail in the last of them.',
  cure: 'rehearse it on one tenant; then pgplumb tenant migrate, which can be stopped and goes on where it stopped',
  unsafe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;',
  safe: 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS a text;',
  checks: [
    onFile(function* ({statements, forTenants, surroundings: {tenants}}) {
      if (!forTenants || tenants === null) return
      const effects = statements.flatMap(usedEffects)
      const locks = new Set(effects.filter(({mode}) => blocksWrites(mode)).map(({range}) => range.relname))
      const heavy = effects.some(({scans, rewrites}) => scans || rewrites)
      const each =
        locks.size > 0
          ? `, and in each holds up writes to ${[...locks].slice(0, 5).join(', ')}${locks.size > 5 ? ', …' : ''}`
          : ''
      yield {
        message: `runs in ${tenants.toLocaleString('en-US')} ${tenants === 1 ? 'schema' : 'schemas'}${each}${heavy ? '; it reads or rewrites whole tables, as many times' : ''}`,
        severity: heavy && tenants >= MANY ? 'warning' : 'info',
      }
    }),
  ],
}
