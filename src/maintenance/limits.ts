/** When a run holds back for others. */
export type Limits = {
  /** Seconds that a standby may be behind; null: any. */
  readonly replicaLag: number | null
  /** How many sessions of others may be active; null: any number. */
  readonly activeSessions: number | null
  /** Milliseconds that another session may wait for a lock of ours. */
  readonly giveWay: number
}

export const LIMITS: Limits = {replicaLag: 30, activeSessions: null, giveWay: 1000}
