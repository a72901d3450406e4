/** Listens to the signals of the operating system and gives them Sidekiq's meaning. */
import type { RemoteSignal } from './heartbeat.ts'

const SIGNALS: Readonly<Record<string, RemoteSignal>> = {
  SIGTSTP: 'TSTP',
  SIGTERM: 'TERM',
  SIGINT: 'TERM',
  SIGTTIN: 'TTIN',
}

/** Starts to listen. Returns how to stop that. */
export function listenToSignals(onSignal: (signal: RemoteSignal) => void): () => void {
  const listeners = Object.entries(SIGNALS).map(([name, meaning]) => {
    const listener = () => onSignal(meaning)
    process.on(name, listener)
    return () => process.off(name, listener)
  })
  return () => {
    for (const stopListening of listeners) stopListening()
  }
}
