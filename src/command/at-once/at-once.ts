import {loadProject} from '../../project/load.ts'
import type {Project} from '../../project/project.ts'
import {readersMayLeave} from '../readers-may-leave.ts'

/** Whether all is well and has been said: false, if it takes the whole command line to run, or to say what is wrong. */
export type AtOnce = (args: readonly string[], toolVersion: string) => Promise<boolean>

/**
 * A command's answer where all is well, as it is nearly every time that a hook or a deployment asks: given before the
 * machinery of the command line, most of the cost of a small command, is loaded. It is asked when no flag was given.
 */
export const atOnce =
  (answer: (project: Project, args: readonly string[], toolVersion: string) => Promise<boolean>): AtOnce =>
  async (args, toolVersion) => {
    readersMayLeave()
    try {
      // A warning is for the command that says all.
      const warn = (message: string) => {
        throw new Error(message)
      }
      return await answer(await loadProject({cwd: process.cwd(), env: process.env, warn}), args, toolVersion)
    } catch {
      return false
    }
  }
