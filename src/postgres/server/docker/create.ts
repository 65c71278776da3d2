import {Failure} from '../../../failure.ts'
import type {DockerServer, ServerOptions} from '../spec.ts'
import {docker} from './cli.ts'
import {createArguments} from './container.ts'

export type FirstLogin = {readonly user: string; readonly password: string; readonly database: string}

/** Makes the container, not yet running; the image is pulled if it is not here. */
export async function createContainer(spec: DockerServer, first: FirstLogin, options: ServerOptions): Promise<void> {
  await requireImage(spec, options)
  const env = {POSTGRES_USER: first.user, POSTGRES_PASSWORD: first.password, POSTGRES_DB: first.database}
  const {code, stderr} = await docker(createArguments(spec), {...options, env})
  // Another start of the same project was faster.
  if (code === 0 || /is already in use by container/i.test(stderr)) return
  throw new Failure('docker_error', `docker cannot create the container ${spec.container}`, {detail: stderr.trim()})
}

async function requireImage(spec: DockerServer, options: ServerOptions): Promise<void> {
  const {code} = await docker(['image', 'inspect', spec.image], {...options, onProgress: () => {}})
  if (code === 0) return
  options.onProgress?.(`pulling the image ${spec.image}`)
  const pulled = await docker(['pull', '--quiet', spec.image], options)
  if (pulled.code === 0) return
  throw new Failure('image_missing', `the image ${spec.image} is not here and cannot be pulled`, {
    hint: 'correct its name in the config, or sign in to its registry (docker login); or use server: embedded',
    detail: pulled.stderr.trim(),
  })
}
