import {Flags} from '@oclif/core'

/** For all that run rules. */
export const strictFlag = Flags.boolean({description: 'also the rules of the strict set, whatever the config extends'})

/** For `lint` and `rls check`. */
export const ruleFlags = {
  strict: strictFlag,
  baseline: Flags.string({description: 'a file of known findings, which are not reported', helpValue: 'FILE'}),
  'write-baseline': Flags.string({
    description: 'keep what is found in this file, and report only what is new from then on',
    helpValue: 'FILE',
    exclusive: ['baseline', 'fix', 'write-migration'],
  }),
  fix: Flags.boolean({description: 'print the SQL that mends what was found, instead of the findings'}),
  'write-migration': Flags.boolean({description: 'write that SQL as the next migration', exclusive: ['fix']}),
}

export type RuleFlags = {
  readonly strict: boolean
  readonly baseline?: string | undefined
  readonly 'write-baseline'?: string | undefined
  readonly fix: boolean
  readonly 'write-migration': boolean
}

export const ruleRunOptions = ({strict, baseline}: RuleFlags) => ({
  strict,
  ...(baseline === undefined ? {} : {baseline}),
})
