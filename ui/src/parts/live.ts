import { copying } from './copying'
import { counters } from './counters'
import { dialogs } from './dialogs'
import { drafts } from './drafts'
import { morph } from './morph'
import { onceOnly } from './once'
import { all } from './page'
import { showPeople, tellWriting } from './presence'
import { tell } from './tell'

/** A page that nobody sees lets its connection go after so long, in milliseconds: a browser has only six for one address. */
const HIDDEN = 10_000

/** After a refusal. */
const AGAIN = 30_000

/** What is live: a matter, on a page of its own or beside a list; else the page itself. */
const livePart = () => document.querySelector<HTMLElement>('main [data-live]') ?? document.querySelector<HTMLElement>('[data-live]')

let source: EventSource | undefined
let timer = 0
/** The place in the journal up to which this page knows everything. */
let since = ''
let listening = ''

function part(): void {
  clearTimeout(timer)
  source?.close()
  source = undefined
}

function heard(event: MessageEvent): void {
  if (event.lastEventId) since = event.lastEventId
}

const lists = () => document.dispatchEvent(new CustomEvent('concord:lists'))

function connect(): void {
  clearTimeout(timer)
  const page = livePart()
  if (!page || (source && source.readyState !== EventSource.CLOSED)) return
  listening = page.dataset.live ?? ''
  const address = new URL(listening, location.href)
  // The older of the two: what is told again is only drawn again.
  const drawn = Number(address.searchParams.get('since'))
  if (since && Number(since) < (drawn || Infinity)) address.searchParams.set('since', since)
  source = new EventSource(address)
  source.addEventListener('hello', heard)
  source.addEventListener('matter', (event) => {
    heard(event)
    void refresh()
  })
  source.addEventListener('lists', (event) => {
    heard(event)
    lists()
  })
  source.addEventListener('reload', (event) => {
    heard(event)
    void refresh()
    lists()
  })
  source.addEventListener('people', (event) => showPeople(JSON.parse(event.data)))
  source.addEventListener('error', () => {
    showPeople([])
    if (source?.readyState === EventSource.CLOSED && !document.hidden) timer = setTimeout(connect, AGAIN + Math.random() * AGAIN)
  })
}

/** Keeps a page up to date with what others do: the address of its stream stands in data-live. */
export function live(): void {
  if (!livePart() || !('EventSource' in window)) return
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return connect()
    clearTimeout(timer)
    timer = setTimeout(part, HIDDEN)
  })
  addEventListener('pagehide', part)
  addEventListener('pageshow', (event) => event.persisted && connect())
  // Another matter was put beside the list.
  document.addEventListener('concord:drawn', () => {
    if ((livePart()?.dataset.live ?? '') === listening) return
    part()
    connect()
  })
  tellWriting(() => livePart()?.dataset.presence)
  if (!document.hidden) connect()
}

let under = false
let again = false

/** Draws the matter anew, once for however many changes came meanwhile. */
async function refresh(): Promise<void> {
  again = true
  if (under) return
  under = true
  while (again) {
    again = false
    await draw().catch(() => undefined)
  }
  under = false
}

/** What an entry of a history is called, with who did it unless that is said already. */
function title(entry: HTMLElement): string {
  const what = entry.querySelector('.what')
  const by = what?.classList.contains('sr') ? '' : entry.querySelector('.by')?.textContent
  return `${by ?? ''} ${what?.textContent ?? ''}`.trim()
}

/** Titles of what a history tells, by key. */
const entries = () => new Map(all<HTMLElement>('[data-entry]').map((entry) => [entry.dataset.entry ?? '', title(entry)]))

async function draw(): Promise<void> {
  const page = livePart()
  const address = page?.dataset.livePage
  if (!page || !address) return
  const query = new URL(address, location.href).pathname === location.pathname ? location.search : ''
  const answer = await fetch(address + query, { headers: { accept: 'text/html', 'concord-unattended': '1' }, redirect: 'manual' })
  if (!answer.ok) return
  const drawn = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main [data-live]')
  if (!drawn || livePart() !== page) return
  // The address of the stream goes on from where it is.
  drawn.setAttribute('data-live', page.dataset.live ?? '')
  const before = entries()
  const cursor = document.activeElement?.id
  morph(page, drawn)
  if (cursor && document.activeElement?.id !== cursor) document.getElementById(cursor)?.focus({ preventScroll: true })
  for (const start of [dialogs, copying, drafts, counters, onceOnly]) start()
  document.dispatchEvent(new CustomEvent('concord:drawn', { detail: { root: page } }))
  announce(page, before)
}

/** Says what is new, and marks it. */
function announce(page: HTMLElement, before: Map<string, string>): void {
  const news = [...entries()].filter(([name]) => !before.has(name))
  for (const [name] of news) page.querySelector(`[data-entry="${name}"]`)?.classList.add('new')
  for (const part of all<HTMLElement>('[data-stale]:not(:has(> .stale-note))', page)) {
    const note = document.createElement('p')
    note.className = 'stale-note'
    note.dataset.own = ''
    note.textContent = page.dataset.stale ?? ''
    part.prepend(note)
  }
  if (news.length) tell(`${page.dataset.told ?? ''}${news.map(([, title]) => title).slice(0, 2).join(page.dataset.and ?? ', ')}${news.length > 2 ? '…' : ''}`)
}
