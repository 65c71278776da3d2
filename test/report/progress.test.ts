import {expect, onTestFinished, test, vi} from 'vitest'
import {progress} from '../../src/report/progress.ts'

/** stderr as if it were a terminal or not, and what is written to it and to stdout. */
function listen(isTTY: boolean) {
  const before = process.stderr.isTTY
  const written = {stdout: '', stderr: ''}
  process.stderr.isTTY = isTTY
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      written[name] += chunk
      return true
    }),
  )
  const restore = () => {
    for (const spy of spies) spy.mockRestore()
    process.stderr.isTTY = before
  }
  onTestFinished(restore)
  return {written, restore, stream: process.stderr}
}

const tasks = [
  {
    title: 'dump dev',
    run: async (update: (text: string) => void) => {
      update('100 of 200 tables')
      return 'a'
    },
  },
  {title: 'compare', run: async () => 'b'},
]

test.each([true, false])('on a terminal (%s) all goes to stderr', async (isTTY) => {
  const {written, restore, stream} = listen(isTTY)
  const results = await progress(tasks, {stream})
  restore()
  expect(results).toEqual(['a', 'b'])
  expect(written.stdout).toBe('')
  expect(written.stderr).toContain('dump dev')
  expect(written.stderr).toContain('compare')
})

test('what others say on stderr meanwhile is not lost', async () => {
  const {written, restore, stream} = listen(true)
  await progress([{title: 'one', run: async () => process.stderr.write('waiting for a lock')}], {stream})
  restore()
  expect(written.stderr).toContain('waiting for a lock')
})

test('the first error ends it, as it was thrown', async () => {
  const {written, restore, stream} = listen(false)
  const error = new Error('no')
  const failing = {title: 'fails', run: () => Promise.reject(error)}
  const thrown = await progress([failing, ...tasks.slice(1)], {stream}).catch((error) => error)
  restore()
  expect(thrown).toBe(error)
  expect(written.stderr).toMatch(/^fails: failed \(\d+ ms\)\n$/)
})

test('quiet is quiet', async () => {
  const {written, restore, stream} = listen(true)
  const results = await progress(tasks, {stream, quiet: true})
  restore()
  expect(results).toEqual(['a', 'b'])
  expect(written).toEqual({stdout: '', stderr: ''})
})
