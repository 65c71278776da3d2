/** Waits for a time, or until it is rung. */
export class Bell {
  #wake = (): void => {}
  #rung = false

  readonly ring = (): void => {
    this.#rung = true
    this.#wake()
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#rung) return resolve()
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
