import { refreshCounts, refreshList } from './refresh'

/** Lists are drawn anew no more often than this, in milliseconds. */
const EVERY = 3_000

/** The page asks by itself: a session is not in use because of that. */
const UNATTENDED = { 'concord-unattended': '1' }

/** The page's list and the menu's counts follow what others do. */
export function lists(): void {
  let timer = 0
  let last = 0
  document.addEventListener('concord:lists', () => {
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        last = Date.now()
        // What does not arrive now comes with the next change.
        void Promise.allSettled([refreshList(UNATTENDED), refreshCounts(UNATTENDED)])
      },
      Math.max(0, last + EVERY - Date.now()),
    )
  })
}
