// npm run demo: a day with pgplumb, on real servers, in a copy of the example project sql/examples/trossapp. Each
// command is the built program, run as a process and printed as it runs; after it the servers are asked whether it
// did what it said. Ends with 0 only if everything did, and leaves nothing behind.
import {constants} from 'node:os'
import {copyExample} from './demo/project.js'
import {runner} from './demo/run.js'
import {steps} from './demo/steps.js'

const project = await copyExample()
const pgplumb = runner(project.folder)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pgplumb.stop(signal))

let current = ''
try {
  process.stdout.write(`in ${project.folder}, a copy of sql/examples/trossapp\n`)
  for (const line of project.moved) process.stdout.write(`${line}\n`)
  for (const [number, {title, run}] of steps.entries()) {
    current = `step ${number + 1}, "${title}"`
    process.stdout.write(`\n# ${number + 1}. ${title}\n`)
    await run({...project, pgplumb})
  }
  process.stdout.write(`\nall ${steps.length} steps showed what they should\n`)
} catch (error) {
  const signal = pgplumb.stoppedBy()
  const what = signal ? `stopped by ${signal} in ${current}` : `the demo failed at ${current}: ${error.message}`
  process.stderr.write(`\n${what}\n`)
  process.exitCode = signal ? 128 + constants.signals[signal] : 1
} finally {
  await pgplumb.json('stop', {always: true}).catch((error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode ||= 1
  })
  project.remove()
}
