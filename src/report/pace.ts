import {duration} from './amounts.ts'

/** Says how far a long list is, how fast it goes and how long it may take: `120/1,000 acme, 35 a second, 25 s left`. */
export function pace(
  total: number,
  update: (text: string) => void,
  now: () => number = () => performance.now(),
): (name: string) => void {
  const started = now()
  let done = 0
  let told = -Infinity
  return (name) => {
    done++
    const at = now()
    // More often than a person reads would cost time.
    if (done < total && at - told < 50) return
    told = at
    const perItem = (at - started) / done
    const rate = perItem > 0 ? `, ${rateOf(1000 / perItem)}` : ''
    const left = done < total && done > 2 ? `, ${duration(perItem * (total - done))} left` : ''
    update(`${done.toLocaleString('en-US')}/${total.toLocaleString('en-US')} ${name}${rate}${left}`)
  }
}

const rateOf = (perSecond: number): string =>
  perSecond >= 1 ? `${Math.round(perSecond)} a second` : `${Math.round(perSecond * 60)} a minute`
