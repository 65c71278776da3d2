import {Flags} from '@oclif/core'

/** For commands that plan. */
export const planFlags = {
  fast: Flags.boolean({description: 'plain forms that take less time and block others, e.g. no CONCURRENTLY'}),
  rename: Flags.string({
    description: 'what was renamed, e.g. public.users.mail=email, public.users=people or "index public.a=b"',
    multiple: true,
    helpValue: 'OLD=NEW',
  }),
  rows: Flags.boolean({
    description: 'prove it with the rows of small tables; default: yes, but none of a protected database',
    allowNo: true,
  }),
}

export type PlanFlags = {
  readonly fast: boolean
  readonly rename?: readonly string[] | undefined
  readonly rows: boolean | undefined
}

/** The flags as options of a plan. */
export const planningOptions = ({fast, rename, rows}: PlanFlags) => ({
  online: !fast,
  ...(rename ? {renames: rename} : {}),
  ...(rows === undefined ? {} : {rows}),
})
