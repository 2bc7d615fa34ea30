import { deeds } from './deeds'
import { all, typing } from './page'

/** How long a first key waits for its second, milliseconds. */
const patience = 1200

/** The table of keys is the help dialog itself: `data-key` there is what is pressed, `data-deed` what it does. */
export function keys(): void {
  const help = document.getElementById('keys')
  if (!(help instanceof HTMLDialogElement)) return
  let first = ''
  let timer = 0
  deeds.help = () => {
    listShortcuts(help)
    help.showModal()
  }
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    if (document.querySelector('dialog[open]') || event.key === 'Shift') return
    const pressed = first ? `${first} ${event.key}` : event.key
    first = ''
    clearTimeout(timer)
    const line = all<HTMLAnchorElement>('.sidebar [data-keys]').find((link) => link.dataset.keys === pressed)
    const row = all<HTMLElement>('[data-key]', help).find((each) => each.dataset.key === pressed)
    const deed = deeds[row?.dataset.deed ?? '']
    if (line) {
      event.preventDefault()
      location.assign(line.href)
    } else if (deed) {
      event.preventDefault()
      deed()
    } else if (event.key === 'g') {
      first = 'g'
      timer = setTimeout(() => (first = ''), patience)
    }
  })
  for (const opener of all<HTMLElement>('[data-deed-now]')) {
    opener.addEventListener('click', () => {
      opener.closest('details')?.removeAttribute('open')
      deeds[opener.dataset.deedNow ?? '']?.()
    })
  }
}

/** The page's own shortcuts stand in the help too, by the name of what they press. */
function listShortcuts(help: HTMLElement): void {
  const place = help.querySelector<HTMLElement>('[data-shortcuts]')
  if (!place) return
  place.querySelectorAll('div').forEach((line) => line.remove())
  const found = all<HTMLElement>('main [data-shortcut]').filter((element) => element.offsetParent)
  for (const element of found) {
    const line = document.createElement('div')
    const key = document.createElement('kbd')
    const words = document.createElement('dd')
    const term = document.createElement('dt')
    key.textContent = element.dataset.shortcut ?? ''
    words.textContent = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
    term.append(key)
    line.append(term, words)
    place.append(line)
  }
  const section = place.closest<HTMLElement>('section')
  if (section) section.hidden = !found.length
}
