import { enliven } from './enliven'
import { all } from './page'
import { refreshCounts, refreshList } from './refresh'
import { tell, tellOffline } from './tell'

/** Below this width a matter opens on a page of its own. */
const wide = matchMedia('(min-width: 75rem)')
const split = () => document.querySelector<HTMLElement>('.split')
const pane = () => document.getElementById('pane')
const body = () => document.getElementById('pane-body')
let going: AbortController | undefined
let wait = 0

/** Whether a matter stands beside the list. */
export const shown = () => pane()?.hidden === false

const lines = () => all<HTMLElement>('#list tr[data-href]')
const codeOf = (href: string) => new URL(href, location.href).pathname.split('/').at(-1) ?? ''

/** The list's address with the matter beside it. */
function address(code: string | null): string {
  const url = new URL(location.href)
  if (code) url.searchParams.set('open', code)
  else url.searchParams.delete('open')
  return url.href
}

/** Shows a matter beside the list; on a page of its own where there is no room. `begin` is a step that back undoes; `follow` is none. */
export function openPane(href: string, how: 'begin' | 'follow' | 'again'): void {
  const place = pane()
  if (!place || !split() || !wide.matches) {
    if (how !== 'again' || place) location.assign(href)
    return
  }
  const code = codeOf(href)
  if (how === 'begin') history.pushState({ pane: true }, '', address(code))
  if (how === 'follow') history.replaceState(history.state, '', address(code))
  place.hidden = false
  split()?.classList.add('open')
  place.querySelector<HTMLAnchorElement>('[data-whole]')?.setAttribute('href', href)
  going?.abort()
  clearTimeout(wait)
  // Whoever runs down the list is not kept waiting for each matter on the way.
  wait = setTimeout(() => void load(href, { headers: { accept: 'text/html' } }), how === 'follow' ? 120 : 0)
}

async function load(href: string, request: RequestInit): Promise<void> {
  const [place, inside] = [pane(), body()]
  if (!place || !inside) return
  going = new AbortController()
  const mine = going
  const code = codeOf(place.querySelector<HTMLAnchorElement>('[data-whole]')?.href ?? href)
  // Before it is sent: the list may follow the change sooner than the answer comes.
  const at = lines().findIndex((row) => row.id === `row-${code}`)
  place.setAttribute('aria-busy', 'true')
  try {
    const answer = await fetch(href, { ...request, signal: mine.signal })
    const main = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('main')
    const path = new URL(answer.url).pathname
    if (main && request.method && path === location.pathname) return await onward(code, at, main)
    if (!main || !path.split('/').includes(code)) {
      location.assign(answer.url)
      return
    }
    const said = flashOf(main)
    inside.replaceChildren(...main.childNodes)
    place.scrollTop = 0
    place.setAttribute('aria-label', inside.querySelector('h1')?.textContent?.trim() ?? '')
    enliven(inside)
    if (said) tell(said)
    if (request.method) await Promise.all([refreshList(), refreshCounts()])
    inside.querySelector<HTMLElement>('[data-focus]')?.focus()
  } catch (error) {
    if ((error as Error).name === 'AbortError') return
    if (request.method) tellOffline()
    else location.assign(href)
  } finally {
    if (mine === going) place.removeAttribute('aria-busy')
  }
}

/** What the answer to a form says, taken out of it. */
function flashOf(main: HTMLElement): string | undefined {
  const flash = main.querySelector('#flashes')
  // The page has its own places for news.
  for (const place of all('#flashes, #toasts, #toast', main)) place.remove()
  return flash?.textContent?.trim()
}

/** A step led back to the list: the line that took the matter's place comes next. */
async function onward(code: string, at: number, main: HTMLElement): Promise<void> {
  const said = flashOf(main)
  if (said) tell(said, { kind: 'success' })
  await Promise.all([refreshList(), refreshCounts()])
  const next = document.getElementById(`row-${code}`) ?? lines()[at] ?? lines().at(-1)
  if (!next || at < 0) return closePane()
  next.querySelector<HTMLElement>('.main a')?.focus()
  openPane(next.dataset.href ?? '', 'follow')
}

function hide(): void {
  const place = pane()
  if (!place) return
  going?.abort()
  clearTimeout(wait)
  place.hidden = true
  split()?.classList.remove('open')
  body()?.replaceChildren()
}

/** Puts the matter away; the list stays where it is. */
export function closePane(): void {
  if (!shown()) return
  hide()
  if ((history.state as { pane?: boolean } | null)?.pane) history.back()
  else history.replaceState(null, '', address(null))
  const row = document.querySelector<HTMLElement>('tr[aria-current] .main a')
  row?.focus()
}

/** Forms of the matter are sent from beside the list, and its own pages open there. */
function within(inside: HTMLElement): void {
  inside.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (event.defaultPrevented || form.method !== 'post' || form.target) return
    event.preventDefault()
    const fields = new FormData(form, event.submitter)
    const action = (event.submitter as HTMLButtonElement | null)?.getAttribute('formaction') ?? form.action
    const files = form.enctype === 'multipart/form-data'
    const sent = files ? fields : new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]))
    void load(action, { method: 'POST', body: sent, headers: { accept: 'text/html' } })
  })
  inside.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]')
    const own = pane()?.querySelector<HTMLAnchorElement>('[data-whole]')?.href
    if (!link || !own || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    const url = new URL(link.href)
    const inner = `${url.origin}${url.pathname}`.startsWith(own) && !/\/(files|papers|paper)\b/.test(url.pathname)
    if (!inner || link.target || link.hasAttribute('download') || (url.hash && url.pathname === new URL(own).pathname)) return
    event.preventDefault()
    void load(link.href, { headers: { accept: 'text/html' } })
  })
}

/** The list and a matter side by side. The address names the matter as `open`, so that it can be sent to a colleague. */
export function panes(): void {
  const [place, inside] = [pane(), body()]
  if (!place || !inside) return
  within(inside)
  for (const button of all('[data-pane-close]')) {
    button.addEventListener('click', (event) => {
      event.preventDefault()
      closePane()
    })
  }
  const fromAddress = () => {
    const code = new URL(location.href).searchParams.get('open')
    const row = code ? document.getElementById(`row-${code}`) : null
    if (code && /^[0-9A-Z]{9}$/.test(code)) openPane(row?.dataset.href ?? `/desk/matters/${code}`, 'again')
    else hide()
  }
  addEventListener('popstate', fromAddress)
  fromAddress()
}
