import {policyRecursion} from './recursion.ts'
import type {PolicyRule} from './rule.ts'
import {SCOPE_RULES} from './scope.ts'
import {SETTING_RULES} from './settings.ts'
import {userMetadata} from './supabase.ts'
import {notWrapped} from './wrapped.ts'

export type {PolicyRule} from './rule.ts'

/** The rules that read the trees of policies. */
export const POLICY_RULES: readonly PolicyRule[] = [
  ...SCOPE_RULES,
  ...SETTING_RULES,
  policyRecursion,
  notWrapped,
  userMetadata,
]
