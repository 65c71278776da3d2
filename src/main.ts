import {execute, settings} from '@oclif/core'

/** Runs the command line once. `loadOptions` overrides where oclif finds the commands (used to run from source). */
export async function main(dir: string, args: string[], loadOptions?: object): Promise<void> {
  settings.enableAutoTranspile = false
  // `pgplumb … | head` closes our stdout early: that is the reader's right, not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
  await execute({dir, args, ...(loadOptions ? {loadOptions: loadOptions as never} : {})})
}
