import type {TestProject} from 'vitest/node'

/** Starts the one server that all tests share, each in databases of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_SERVER_URL
  if (!url) throw new Error('set TEST_SERVER_URL to the URL of a disposable PostgreSQL server, as a superuser')
  project.provide('serverUrl', url)
  return async () => {}
}

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string
  }
}
