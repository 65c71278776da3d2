import type {TestProject} from 'vitest/node'
import {startContainer} from './server-container.ts'
import {startEmbedded} from './server-embedded.ts'

export type TestServer = {readonly url: string; readonly stop: () => Promise<void>}

/** Starts the one server that all tests share, each in databases of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await testServer()
  project.provide('serverUrl', server.url)
  return server.stop
}

/** TEST_SERVER_URL: a disposable server of yours, as a superuser. Else TEST_SERVER: embedded (default) or testcontainers. */
async function testServer(): Promise<TestServer> {
  const {TEST_SERVER_URL: url, TEST_SERVER: kind = 'embedded', TEST_IMAGE: image = 'postgres:17'} = process.env
  if (url) return {url, stop: async () => {}}
  if (kind === 'embedded') return startEmbedded()
  if (kind === 'testcontainers') return startContainer(image)
  throw new Error(`TEST_SERVER is ${kind}, but has to be embedded or testcontainers`)
}

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string
  }
}
