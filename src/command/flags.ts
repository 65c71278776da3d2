import {Flags} from '@oclif/core'
import {SEVERITIES} from '../finding.ts'
import {FORMATS} from '../report/findings/render.ts'

/** For commands that print findings or drift. `--json` is short for `--format json`. */
export const reportFlags = {
  format: Flags.option({options: FORMATS, default: 'text' as const})({
    description: `how to print what was found: ${FORMATS.join(', ')}`,
    helpValue: 'FORMAT',
  }),
  output: Flags.string({description: 'write it to this file instead of stdout', helpValue: 'FILE'}),
}

/** For commands whose exit code depends on findings. */
export const failOnFlag = {
  'fail-on': Flags.option({options: SEVERITIES})({
    description: 'exit 1 on findings of this severity or worse; default: what the config says, else error',
    helpValue: 'SEVERITY',
  }),
}

/** For commands that destroy. */
export const confirmFlags = {
  yes: Flags.boolean({description: 'do not ask'}),
  confirm: Flags.string({
    description: 'the name of the protected database that this may change',
    helpValue: 'DATABASE',
  }),
}

/** For commands that want several names confirmed. */
export const confirmNamesFlag = {
  confirm: Flags.string({
    description: 'a name that would have to be typed: of a tenant to drop, of a protected database; may be repeated',
    helpValue: 'NAME',
    multiple: true,
    multipleNonGreedy: true,
  }),
}
