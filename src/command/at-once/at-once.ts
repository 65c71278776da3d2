import {loadProject} from '../../project/load.ts'
import type {Project} from '../../project/project.ts'
import {readersMayLeave} from '../readers-may-leave.ts'

/** Whether all is well and has been said: false, if it takes the whole command line to run, or to say what is wrong. */
export type AtOnce = (args: readonly string[], launcher: Launcher) => Promise<boolean>

export type Launcher = {
  readonly version: string
  /** Makes V8 ready for work that is short; to load what that takes is itself some work. */
  readonly hurry: () => void
}

/**
 * A command's answer where all is well, as it is nearly every time that a hook or a deployment asks: given before the
 * machinery of the command line, most of the cost of a small command, is loaded. It is asked when no flag was given.
 */
export const atOnce =
  (answer: (project: Project, args: readonly string[], launcher: Launcher) => Promise<boolean>): AtOnce =>
  async (args, launcher) => {
    readersMayLeave()
    try {
      // A warning is for the command that says all.
      const warn = (message: string) => {
        throw new Error(message)
      }
      return await answer(await loadProject({cwd: process.cwd(), env: process.env, warn}), args, launcher)
    } catch {
      return false
    }
  }
