export {type BaselineOptions, baseline, markApplied} from './baseline.ts'
export {type DownOptions, down} from './down.ts'
export type {MigrationEvent} from './events.ts'
export {type Folder, type Migration, readMigrations, type SourceFile} from './files.ts'
export {loadMigrations} from './folder.ts'
export {type ForeignHistory, filesOf, foreignHistory} from './foreign.ts'
export {DEFAULT_HISTORY, type History, type HistoryRow, type HistoryTable} from './history.ts'
export {ensureHistory} from './history-table.ts'
export {describeHolder, type Holder} from './lock.ts'
export {type NewFile, type NewOptions, newMigration, writeMigration} from './new.ts'
export {type Pending, type PendingOptions, pendingMigrations} from './pending.ts'
export {type FilePreview, type Preview, preview} from './preview.ts'
export {type Fault, type RepairOptions, repair} from './repair.ts'
export {type Ran, type UpOptions, up} from './run.ts'
export {type SchemaRunOptions, upInSchema} from './run-in-schema.ts'
export {readHistories, type SchemaHistory} from './schema-histories.ts'
export type {Prelude, SessionOptions} from './session.ts'
export {
  compareWithHistory,
  type Entry,
  type MigrationState,
  type MigrationStatus,
  migrationStatus,
  STATES,
} from './status.ts'
