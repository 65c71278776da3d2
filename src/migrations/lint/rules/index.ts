import type {LintRule} from '../rule.ts'
import {addCheckValidates} from './add-check-validates.ts'
import {addColumnGeneratedStored} from './add-column-generated-stored.ts'
import {addColumnNotNullWithoutDefault} from './add-column-not-null-without-default.ts'
import {addColumnVolatileDefault} from './add-column-volatile-default.ts'
import {addColumnWithSequence} from './add-column-with-sequence.ts'
import {addExclusionConstraint} from './add-exclusion-constraint.ts'
import {addForeignKeyValidates} from './add-foreign-key-validates.ts'
import {addPrimaryKeyBuildsIndex} from './add-primary-key-builds-index.ts'
import {addUniqueConstraintBuildsIndex} from './add-unique-constraint-builds-index.ts'
import {alterColumnTypeRechecks} from './alter-column-type-rechecks.ts'
import {alterColumnTypeRewrites} from './alter-column-type-rewrites.ts'
import {alterColumnTypeWithSetNotNull} from './alter-column-type-with-set-not-null.ts'
import {alterDomainValidates} from './alter-domain-validates.ts'
import {attachPartitionScans} from './attach-partition-scans.ts'
import {backfillWithSchemaChange} from './backfill-with-schema-change.ts'
import {changeColumnDefault} from './change-column-default.ts'
import {charType} from './char-type.ts'
import {columnAlignmentPadding} from './column-alignment-padding.ts'
import {concurrentlyCorruptsIndex} from './concurrently-corrupts-index.ts'
import {concurrentlyInTransaction} from './concurrently-in-transaction.ts'
import {createDomainWithConstraint} from './create-domain-with-constraint.ts'
import {createEnum} from './create-enum.ts'
import {createIndexNotConcurrently} from './create-index-not-concurrently.ts'
import {createIndexOnPartitionedTable} from './create-index-on-partitioned-table.ts'
import {detachPartitionNotConcurrently} from './detach-partition-not-concurrently.ts'
import {discouragedType} from './discouraged-type.ts'
import {dropColumn} from './drop-column.ts'
import {dropConstraint} from './drop-constraint.ts'
import {dropIndexBeforeReplacement} from './drop-index-before-replacement.ts'
import {dropIndexNotConcurrently} from './drop-index-not-concurrently.ts'
import {dropNotNull} from './drop-not-null.ts'
import {dropSchema} from './drop-schema.ts'
import {dropTable} from './drop-table.ts'
import {duplicateColumnAssignment} from './duplicate-column-assignment.ts'
import {enumValueUsedInSameTransaction} from './enum-value-used-in-same-transaction.ts'
import {enumValueWithoutPosition} from './enum-value-without-position.ts'
import {foreignKeyNullable} from './foreign-key-nullable.ts'
import {foreignKeyTypeMismatch} from './foreign-key-type-mismatch.ts'
import {foreignKeyWithoutIndex} from './foreign-key-without-index.ts'
import {identifierTooLong} from './identifier-too-long.ts'
import {indexWithManyColumns} from './index-with-many-columns.ts'
import {integerPrimaryKey} from './integer-primary-key.ts'
import {invalidIndexLeftBehind} from './invalid-index-left-behind.ts'
import {jsonColumn} from './json-column.ts'
import {lockTable} from './lock-table.ts'
import {lockTimeoutDisabled} from './lock-timeout-disabled.ts'
import {lockTimeoutMissing} from './lock-timeout-missing.ts'
import {lockTimeoutTooLate} from './lock-timeout-too-late.ts'
import {locksSeveralTables} from './locks-several-tables.ts'
import {nameNeedsQuotes} from './name-needs-quotes.ts'
import {notRerunnable} from './not-rerunnable.ts'
import {primaryKeyUsingIndexOnNullableColumn} from './primary-key-using-index-on-nullable-column.ts'
import {refreshMaterializedViewNotConcurrently} from './refresh-materialized-view-not-concurrently.ts'
import {reindexNotConcurrently} from './reindex-not-concurrently.ts'
import {rename} from './rename.ts'
import {serialColumn} from './serial-column.ts'
import {setLoggedRewrites} from './set-logged-rewrites.ts'
import {setNotNullScans} from './set-not-null-scans.ts'
import {severalAlterTables} from './several-alter-tables.ts'
import {severalForeignKeys} from './several-foreign-keys.ts'
import {statementTimeoutMissing} from './statement-timeout-missing.ts'
import {statementsAfterAccessExclusiveLock} from './statements-after-access-exclusive-lock.ts'
import {strongLock} from './strong-lock.ts'
import {tableWithoutComment} from './table-without-comment.ts'
import {tableWithoutPrimaryKey} from './table-without-primary-key.ts'
import {tenantBlastRadius} from './tenant-blast-radius.ts'
import {tenantTableWithoutRowSecurity} from './tenant-table-without-row-security.ts'
import {timestampWithoutTimeZone} from './timestamp-without-time-zone.ts'
import {triggerLocksTable} from './trigger-locks-table.ts'
import {truncate} from './truncate.ts'
import {uncheckedDoBlock} from './unchecked-do-block.ts'
import {uniqueMayFailOnData} from './unique-may-fail-on-data.ts'
import {unqualifiedName} from './unqualified-name.ts'
import {updateAllRows} from './update-all-rows.ts'
import {vacuumFull} from './vacuum-full.ts'
import {validateConstraintInSameTransaction} from './validate-constraint-in-same-transaction.ts'
import {varcharLength} from './varchar-length.ts'

/** All rules. A new one is a file of its name, and a line here. */
export const RULES: readonly LintRule[] = [
  addCheckValidates,
  addColumnGeneratedStored,
  addColumnNotNullWithoutDefault,
  addColumnVolatileDefault,
  addColumnWithSequence,
  addExclusionConstraint,
  addForeignKeyValidates,
  addPrimaryKeyBuildsIndex,
  addUniqueConstraintBuildsIndex,
  alterColumnTypeRechecks,
  alterColumnTypeRewrites,
  alterColumnTypeWithSetNotNull,
  alterDomainValidates,
  attachPartitionScans,
  backfillWithSchemaChange,
  changeColumnDefault,
  charType,
  columnAlignmentPadding,
  concurrentlyCorruptsIndex,
  concurrentlyInTransaction,
  createDomainWithConstraint,
  createEnum,
  createIndexNotConcurrently,
  createIndexOnPartitionedTable,
  detachPartitionNotConcurrently,
  discouragedType,
  dropColumn,
  dropConstraint,
  dropIndexBeforeReplacement,
  dropIndexNotConcurrently,
  dropNotNull,
  dropSchema,
  dropTable,
  duplicateColumnAssignment,
  enumValueUsedInSameTransaction,
  enumValueWithoutPosition,
  foreignKeyNullable,
  foreignKeyTypeMismatch,
  foreignKeyWithoutIndex,
  identifierTooLong,
  indexWithManyColumns,
  integerPrimaryKey,
  invalidIndexLeftBehind,
  jsonColumn,
  lockTable,
  lockTimeoutDisabled,
  lockTimeoutMissing,
  lockTimeoutTooLate,
  locksSeveralTables,
  nameNeedsQuotes,
  notRerunnable,
  primaryKeyUsingIndexOnNullableColumn,
  refreshMaterializedViewNotConcurrently,
  reindexNotConcurrently,
  rename,
  serialColumn,
  setLoggedRewrites,
  setNotNullScans,
  severalAlterTables,
  severalForeignKeys,
  statementTimeoutMissing,
  statementsAfterAccessExclusiveLock,
  strongLock,
  tableWithoutComment,
  tableWithoutPrimaryKey,
  tenantBlastRadius,
  tenantTableWithoutRowSecurity,
  timestampWithoutTimeZone,
  triggerLocksTable,
  truncate,
  uncheckedDoBlock,
  uniqueMayFailOnData,
  unqualifiedName,
  updateAllRows,
  vacuumFull,
  validateConstraintInSameTransaction,
  varcharLength,
]
