import * as v from 'valibot'
import {Failure} from '../../../failure.ts'
import type {DockerServer} from '../spec.ts'
import {type DockerCall, docker} from './cli.ts'

const DATA = '/var/lib/postgresql/data'

const Inspected = v.tuple([
  v.object({
    State: v.object({Running: v.boolean()}),
    Config: v.object({Image: v.string(), Env: v.nullish(v.array(v.string())), Cmd: v.nullish(v.array(v.string()))}),
    HostConfig: v.object({
      Binds: v.nullish(v.array(v.string())),
      PortBindings: v.nullish(v.record(v.string(), v.nullable(v.array(v.object({HostPort: v.string()}))))),
    }),
  }),
])

export type Container = {
  readonly running: boolean
  readonly image: string
  readonly port: string | undefined
  readonly volume: string | null
  readonly settings: readonly string[]
  /** What POSTGRES_USER and POSTGRES_PASSWORD were when it was made. */
  readonly user: string
  readonly password: string | undefined
}

/** The container of this name; undefined if there is none. */
export async function inspect(spec: DockerServer, call: DockerCall = {}): Promise<Container | undefined> {
  const {code, stdout, stderr} = await docker(['container', 'inspect', spec.container], {...call, onProgress: () => {}})
  if (code === 0) return parseContainer(JSON.parse(stdout))
  if (/no such container/i.test(stderr)) return undefined
  throw new Failure('docker_error', `docker cannot inspect the container ${spec.container}`, {detail: stderr.trim()})
}

/** @param json What `docker container inspect` prints. */
export function parseContainer(json: unknown): Container {
  const [{State, Config, HostConfig}] = v.parse(Inspected, json)
  const env = new Map((Config.Env ?? []).map((entry) => splitOnce(entry, '=')))
  const volume = HostConfig.Binds?.find((bind) => bind.includes(`:${DATA}`))
  const command = Config.Cmd ?? []
  return {
    running: State.Running,
    image: Config.Image,
    port: HostConfig.PortBindings?.['5432/tcp']?.[0]?.HostPort,
    volume: volume ? volume.slice(0, volume.indexOf(`:${DATA}`)) : null,
    settings: command.filter((_, index) => command[index - 1] === '-c'),
    user: env.get('POSTGRES_USER') ?? 'postgres',
    password: env.get('POSTGRES_PASSWORD'),
  }
}

/** The arguments of `docker create`; passwords come from the client's environment. */
export function createArguments(spec: DockerServer): string[] {
  return [
    'create',
    `--name=${spec.container}`,
    `--publish=127.0.0.1:${spec.port}:5432`,
    '--env=POSTGRES_USER',
    '--env=POSTGRES_PASSWORD',
    '--env=POSTGRES_DB',
    // Where images up to 17 keep the data; 18 and later would put them beside the volume.
    `--env=PGDATA=${DATA}`,
    ...(spec.volume === null ? [] : [`--volume=${spec.volume}:${DATA}`]),
    '--shm-size=256m',
    // A fast shutdown. Without it an image that does not ask for one itself would wait until every session has ended.
    '--stop-signal=SIGINT',
    spec.image,
    ...settingsOf(spec).flatMap((setting) => ['-c', setting]),
  ]
}

/** @throws Failure `container_differs` if the container was made from another config. */
export function requireSame(spec: DockerServer, container: Container): void {
  const differences = [
    ['image', container.image, spec.image],
    ['port', container.port, String(spec.port)],
    ['volume', container.volume, spec.volume],
    ['settings', container.settings.join(' '), settingsOf(spec).join(' ')],
  ].filter(([, actual, expected]) => actual !== expected)
  if (differences.length === 0) return
  const kept = container.volume ? `its data stay in ${container.volume}` : 'its data go with it'
  throw new Failure('container_differs', `the container ${spec.container} is not as the config says`, {
    detail: differences
      .map(([key, actual, expected]) => `${key}: ${actual || 'none'}, not ${expected || 'none'}`)
      .join('\n'),
    hint: `docker rm --force ${spec.container} (${kept}), then pgplumb start; or name another container`,
  })
}

const settingsOf = (spec: DockerServer): string[] =>
  Object.entries(spec.settings).map(([name, value]) => `${name}=${value}`)

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
