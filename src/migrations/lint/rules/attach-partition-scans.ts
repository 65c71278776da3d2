import {isUsed} from '../context.ts'
import {ident, madeName, rangeText} from '../name.ts'
import {type LintRule, onCommand} from '../rule.ts'
import {bodyOf} from '../tree.ts'

export const attachPartitionScans: LintRule = {
  name: 'attach-partition-scans',
  group: 'locks',
  severity: 'warning',
  scales: true,
  what: 'ATTACH PARTITION of a table without a CHECK that proves its bounds',
  why: 'The whole new partition is read under an ACCESS EXCLUSIVE lock on it, and so is the default partition.',
  cure: 'give it a CHECK of the same bounds first (NOT VALID, then VALIDATE), attach it, then drop the CHECK',
  unsafe: "ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
  safe: `BEGIN;
ALTER TABLE events_2025 DROP CONSTRAINT IF EXISTS events_2025_bounds,
  ADD CONSTRAINT events_2025_bounds CHECK (at IS NOT NULL AND at >= '2025-01-01' AND at < '2026-01-01') NOT VALID;
COMMIT;
ALTER TABLE events_2025 VALIDATE CONSTRAINT events_2025_bounds;
ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
ALTER TABLE events_2025 DROP CONSTRAINT events_2025_bounds;`,
  claim: {table: 'events_2025', lock: 'ACCESS EXCLUSIVE', scans: true},
  checks: [
    onCommand('AT_AttachPartition', function* ({command, range, statement}, {model}) {
      const partition = bodyOf(command.def, 'PartitionCmd')?.name
      if (!partition) return
      const table = model.find(partition)
      if (!isUsed(table) || table?.constraints.some(({kind, valid}) => kind === 'check' && valid)) return
      const [name, bounds] = [rangeText(partition), ident(madeName(partition.relname ?? '', 'bounds'))]
      yield {
        message: `attaching ${name} reads all of it, while nobody else can`,
        at: partition.location,
        table,
        sql: `BEGIN;\nALTER TABLE ${name} ADD CONSTRAINT ${bounds} CHECK (…) NOT VALID;\nCOMMIT;\nALTER TABLE ${name} VALIDATE CONSTRAINT ${bounds};\n${statement.script.text}\nALTER TABLE ${name} DROP CONSTRAINT ${bounds}; -- ${rangeText(range)} holds the bounds now`,
      }
    }),
  ],
}
