import {type Grantable, privilegesOn} from '../../postgres/privileges.ts'

const KINDS = ['schema', 'tables', 'sequences', 'functions'] as const satisfies readonly Grantable[]

/** What a role may do in the schema of every tenant, in the config's words: this and nothing else. */
export type Access = Readonly<Record<Grantable, readonly string[]>> & {
  readonly role: string
  /** Tables on which it may do nothing. */
  readonly except: readonly string[]
}

type Privilege = {readonly role: string; readonly kind: Grantable; readonly privilege: string}

/** Each privilege by itself, in the words of a server of this version. */
export const privilegesOf = (access: readonly Access[], version: number): readonly Privilege[] =>
  access.flatMap((one) =>
    KINDS.flatMap((kind) =>
      privilegesOn(kind, one[kind], version).map((privilege) => ({role: one.role, kind, privilege})),
    ),
  )
