// Required by a program whose peak RSS is to be known. Threads have this module too: only the process as a whole counts.
const {writeFileSync} = require('node:fs')
const {isMainThread} = require('node:worker_threads')

if (isMainThread)
  process.on('exit', () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)))
