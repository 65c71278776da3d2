import {Failure} from '../../../failure.ts'
import type {DockerServer} from '../spec.ts'
import {inspect} from './container.ts'

/** The password the container was made with, which all users without one of their own share. */
export async function dockerPassword(spec: DockerServer): Promise<string | undefined> {
  try {
    return (await inspect(spec))?.password
  } catch (error) {
    if (error instanceof Failure && error.code === 'no_docker') return undefined
    throw error
  }
}
