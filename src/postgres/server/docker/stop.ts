import {Failure} from '../../../failure.ts'
import type {DockerServer, ServerOptions, Stopped} from '../spec.ts'
import {docker} from './cli.ts'
import {inspect} from './container.ts'

/** A fast shutdown, as the container was made with; docker waits for the end. */
export async function stopDocker(spec: DockerServer, options: ServerOptions): Promise<Stopped> {
  if (!(await inspect(spec, options))?.running) return {stopped: false}
  const {code, stderr} = await docker(['stop', '-t', '60', spec.container], options)
  if (code === 0) return {stopped: true}
  throw new Failure('docker_error', `docker cannot stop the container ${spec.container}`, {detail: stderr.trim()})
}
