/**
 * Answers where there is no network: with a page of our own instead of the browser's. It keeps that page and what it is drawn with,
 * and never a page about anybody. Its address names the language, the text size and the build: another one is another worker.
 */

export {}

type Lasting = Event & { waitUntil(work: Promise<unknown>): void }
type Asked = Lasting & { request: Request; preloadResponse: Promise<Response | undefined>; respondWith(answer: Promise<Response>): void }
type Worker = { registration: ServiceWorkerRegistration; skipWaiting(): Promise<void>; clients: { claim(): Promise<void> } }

const worker = globalThis as unknown as Worker
const asked = new URL(location.href).searchParams
const PAGE = `/offline?lang=${asked.get('lang')}&big=${asked.get('big')}`
const SHELF = `offline ${location.search}`

/** The last page that was asked for did not come: what ours is drawn with is not asked for in vain. */
let away = false

async function stock(): Promise<void> {
  const shelf = await caches.open(SHELF)
  // Without cookies, as for nobody in particular.
  const page = await fetch(PAGE, { credentials: 'omit' })
  if (!page.ok) throw new Error(`${PAGE} answered ${page.status}`)
  const parts = new Set((await page.clone().text()).match(/\/assets\/[\w.-]+\?v=\w+/g))
  await Promise.all([shelf.put(PAGE, page), shelf.addAll([...parts])])
}

async function clear(): Promise<void> {
  for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name)
}

const kept = (request: Request | string) => caches.match(request, { cacheName: SHELF, ignoreVary: true })

async function page(event: Asked): Promise<Response> {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request))
    away = false
    return answer
  } catch {
    away = true
    return (await kept(PAGE)) ?? Response.error()
  }
}

const part = async (request: Request) => (await kept(request)) ?? fetch(request)

addEventListener('install', (event) => (event as Lasting).waitUntil(stock().then(() => worker.skipWaiting())))
addEventListener('activate', (event) => {
  const ready = [clear(), worker.clients.claim(), worker.registration.navigationPreload?.enable()]
  ;(event as Lasting).waitUntil(Promise.all(ready))
})
addEventListener('fetch', (event) => {
  const asked = event as Asked
  if (asked.request.mode === 'navigate') asked.respondWith(page(asked))
  else if (away && asked.request.url.startsWith(`${location.origin}/assets/`)) asked.respondWith(part(asked.request))
})
