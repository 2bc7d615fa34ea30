import { deeds } from './deeds'
import { all } from './page'
import { closePane, openPane, shown } from './pane'

const lines = () => all<HTMLElement>('tr[data-href]')
const link = (row: HTMLElement) => row.querySelector<HTMLAnchorElement>('.main a') ?? row
/** The row that keys act on, by its id: the list may be drawn anew under it. */
let current = ''

const at = () => lines().findIndex((row) => row.id === current || row.contains(document.activeElement))

function select(row: HTMLElement): void {
  for (const other of all('tr[data-href][aria-current]')) other.removeAttribute('aria-current')
  row.setAttribute('aria-current', 'true')
  current = row.id
}

function step(by: number): void {
  const all = lines()
  const row = all[Math.max(0, Math.min(all.length - 1, at() + by))]
  if (!row) return
  select(row)
  link(row).focus()
  row.scrollIntoView({ block: 'nearest' })
  if (shown()) openPane(row.dataset.href ?? '', 'follow')
}

function open(row: HTMLElement | undefined): void {
  if (!row) return
  select(row)
  openPane(row.dataset.href ?? '', shown() ? 'follow' : 'begin')
}

/** Lists: a whole row opens what its link opens, beside the list where there is room; j and k walk the rows. */
export function rows(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element
    const row = target.closest<HTMLElement>('tr[data-href]')
    // Unless words in it are being selected or another control is meant.
    if (!row || event.defaultPrevented || event.button !== 0) return
    const main = target.closest('.main a')
    if (!main && (target.closest('a, button, input, label, select, summary') || getSelection()?.toString())) return
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey
    if (main && elsewhere) return
    event.preventDefault()
    if (elsewhere) window.open(row.dataset.href)
    else open(row)
  })
  const keep = () => {
    const row = current ? document.getElementById(current) : null
    if (!row || row.hasAttribute('aria-current')) return
    select(row)
    if (document.activeElement === document.body) link(row).focus({ preventScroll: true })
  }
  // The list may be drawn anew under the cursor.
  const area = document.getElementById('list')?.parentElement
  if (area) new MutationObserver(keep).observe(area, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-current'] })
  document.addEventListener('focusin', (event) => {
    const row = (event.target as Element).closest<HTMLElement>('tr[data-href]')
    if (row) select(row)
  })
  deeds.next = () => step(1)
  deeds.previous = () => step(at() < 0 ? 1 : -1)
  deeds.open = () => open(lines()[at()])
  deeds.close = closePane
  deeds.pick = () => {
    const box = lines()[at()]?.querySelector<HTMLInputElement>('.pick input')
    box?.click()
  }
}
