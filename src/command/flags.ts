import {Flags} from '@oclif/core'
import {Failure} from '../failure.ts'
import {SEVERITIES} from '../finding.ts'
import {FORMATS, isFormat} from '../report/findings/render.ts'
import type {FileReport} from './show-findings.ts'

/** For commands that print findings or drift. `--json` is short for `--format json`. */
export const reportFlags = {
  format: Flags.option({options: FORMATS, default: 'text' as const})({
    description: `how to print what was found: ${FORMATS.join(', ')}`,
    helpValue: 'FORMAT',
  }),
  output: Flags.string({description: 'write it to this file instead of stdout', helpValue: 'FILE'}),
}

/** Several formats from one run, which may take its time. */
export const fileReportFlag = {
  report: Flags.custom<FileReport>({
    description: 'also write it to a file, in a format of its own; may be given again',
    helpValue: 'FORMAT=FILE',
    multiple: true,
    parse: async (text) => {
      const at = text.indexOf('=')
      const [format, file] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)]
      if (!isFormat(format) || file === '')
        throw new Failure('usage', `--report ${text} is not FORMAT=FILE`, {
          hint: `--report sarif=pgplumb.sarif; formats: ${FORMATS.join(', ')}`,
        })
      return {format, file}
    },
  })(),
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
