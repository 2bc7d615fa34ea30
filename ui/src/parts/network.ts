import { tellOffline } from './tell'

/** Where one stood when a form was sent from this tab, until its answer is here. */
const SENT_FROM = 'sent-from'

/**
 * A page that refuses a form, or says that it did not get through, takes the address of the page where the form is filled in: going back
 * to it, and drawing it anew, asks for that page and does not send the form once more. The guided path's pages keep their answers.
 */
function ownAddress(): void {
  const from = sessionStorage.getItem(SENT_FROM)
  sessionStorage.removeItem(SENT_FROM)
  const entry = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
  const refused = (entry?.responseStatus ?? 0) >= 400 || document.querySelector('[data-offline-page]') !== null
  if (from && refused && entry?.type === 'navigate' && !document.querySelector('form[data-path]')) history.replaceState(history.state, '', from)
  addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (!event.defaultPrevented && form.method === 'post') sessionStorage.setItem(SENT_FROM, location.href)
  })
}

/** Forms that are sent although the browser thinks that there is no network: the server may be this very machine. */
const through = new WeakSet<HTMLFormElement>()

/** Without a network a form stays where it is, as it is. */
function stayFilled(): void {
  addEventListener(
    'submit',
    (event) => {
      const form = event.target as HTMLFormElement
      if (navigator.onLine || form.method !== 'post' || through.delete(form)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const send = () => {
        through.add(form)
        form.requestSubmit(event.submitter)
      }
      fetch('/healthz', { cache: 'no-store' }).then(send, tellOffline)
    },
    { capture: true },
  )
}

/** The page that the worker shows: it asks again by itself as soon as there is a network. */
function offlinePage(): void {
  if (document.querySelector('[data-offline-page]')) addEventListener('online', () => location.reload())
}

/** What happens without a network, and after a form that was refused. */
export function network(): void {
  ownAddress()
  stayFilled()
  offlinePage()
  const worker = document.querySelector<HTMLMetaElement>('meta[name="worker"]')?.content
  // Once the page itself is here; a browser that wants no worker shows its own page instead.
  if (worker && 'serviceWorker' in navigator) addEventListener('load', () => navigator.serviceWorker.register(worker, { scope: '/' }).catch(() => undefined))
}
