import type {Conventions} from './project.ts'

/** What holds where the config says nothing. */
export const CONVENTIONS: Conventions = {
  naming: '^[a-z][a-z0-9_]*$',
  tables: 'plural',
  foreignKey: '{table}_id',
  junction: '{table1}_{table2}',
  columns: [],
  updatedAt: 'updated_at',
  softDelete: ['deleted_at', 'is_active'],
  customFields: ['custom_fields'],
  maxIndexes: 12,
}
