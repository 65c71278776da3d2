import {existsSync} from 'node:fs'
import {onTestFinished} from 'vitest'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A Chromium that is installed; null where there is none. */
export const chromium: string | null = PLACES.find((path) => existsSync(path)) ?? null

/** A tab of a headless Chromium without a network, closed when the test ends. */
export async function openTab(options: {readonly width: number; readonly dark?: boolean}) {
  const {chromium: playwright} = await import('playwright-core')
  const browser = await playwright.launch({
    executablePath: chromium ?? '',
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  })
  onTestFinished(() => browser.close())
  const tab = await browser.newPage({
    viewport: {width: options.width, height: 900},
    colorScheme: options.dark ? 'dark' : 'light',
  })
  const requests: string[] = []
  tab.on('request', (request) => requests.push(request.url()))
  const errors: string[] = []
  tab.on('pageerror', (error) => errors.push(error.message))
  return {tab, requests, errors}
}
