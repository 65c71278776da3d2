import {randomBytes} from 'node:crypto'
import type {TestServer} from './setup.ts'

/** A server of this image in a container; TESTCONTAINERS_RYUK_DISABLED and DOCKER_HOST are testcontainers' own. */
export async function startContainer(image: string): Promise<TestServer> {
  const {PostgreSqlContainer} = await import('@testcontainers/postgresql')
  try {
    const container = await new PostgreSqlContainer(image)
      .withUsername('postgres')
      .withDatabase('postgres')
      // Its port is open to the network.
      .withPassword(randomBytes(12).toString('hex'))
      .withCommand([
        'postgres',
        '-c',
        'fsync=off',
        '-c',
        'wal_level=logical',
        '-c',
        'max_locks_per_transaction=256',
        '-c',
        'max_connections=200',
      ])
      .start()
    const stop = async () => {
      await container.stop()
    }
    return {url: container.getConnectionUri(), stop}
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `TEST_SERVER=testcontainers needs a Docker engine that runs ${image} (${reason}); the default, TEST_SERVER=embedded, needs none`,
      {cause: error},
    )
  }
}
