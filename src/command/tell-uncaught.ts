/** Has `tell` say what nobody caught, and ends the process. */
export function tellUncaught(tell: (error: unknown) => Promise<void>): void {
  process.on('uncaughtException', (error) => {
    // What was written before must reach a slow reader first.
    void tell(error).finally(() => process.stdout.write('', () => process.exit()))
  })
}
