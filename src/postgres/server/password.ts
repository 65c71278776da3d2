import {dockerPassword} from './docker/password.ts'
import {embeddedPassword} from './embedded/passwords.ts'
import type {ServerSpec} from './spec.ts'

/** The password pgplumb generated for a user whose config names none; undefined if there is none. */
export async function serverPassword(spec: ServerSpec, user: string): Promise<string | undefined> {
  switch (spec.kind) {
    case 'embedded':
      return embeddedPassword(spec, user)
    case 'docker':
      return dockerPassword(spec)
    case 'url':
      return undefined
  }
}
