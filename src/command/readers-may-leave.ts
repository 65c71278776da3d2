/** `pgplumb … | head` closes our stdout early: that is the reader's right, and no reason to stop half-way. */
export function readersMayLeave(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
}
