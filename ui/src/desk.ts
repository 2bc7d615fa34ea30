/** Small comforts on top of pages that work without them: finder, drafts, dialogs, copy, shortcuts. */

document.documentElement.classList.add('js')

const all = <T extends Element>(selector: string, root: ParentNode = document) => [...root.querySelectorAll<T>(selector)]

/** Says something to a screen reader, and shows it, in the page's status region. */
function tell(text: string): void {
  const region = document.getElementById('flashes')
  if (!region) return
  const notice = document.createElement('div')
  notice.className = 'notice info'
  const words = document.createElement('p')
  words.textContent = text
  notice.append(document.createElement('span'), words)
  region.replaceChildren(notice)
}

/** Errors first: whoever sent a form with mistakes starts at the list of them. */
function focusErrors(): void {
  document.querySelector<HTMLElement>('[data-focus]')?.focus()
  for (const link of all<HTMLAnchorElement>('.summary-errors a')) {
    link.addEventListener('click', (event) => {
      const field = document.getElementById(link.hash.slice(1))
      if (!field) return
      event.preventDefault()
      field.scrollIntoView({ block: 'center' })
      field.focus()
    })
  }
}

function dialogs(): void {
  for (const link of all<HTMLElement>('[data-dialog]')) {
    link.addEventListener('click', (event) => {
      const dialog = document.getElementById(link.dataset.dialog ?? '')
      if (!(dialog instanceof HTMLDialogElement)) return
      event.preventDefault()
      dialog.showModal()
    })
    link.addEventListener('keydown', (event) => {
      if (link.tagName === 'A' && event.key === ' ') {
        event.preventDefault()
        link.click()
      }
    })
  }
  for (const dialog of all<HTMLDialogElement>('dialog')) {
    dialog.addEventListener('click', (event) => {
      const target = event.target as Element
      if (target === dialog || target.closest('[data-close]')) {
        event.preventDefault()
        dialog.close()
      }
    })
  }
}

function copying(): void {
  for (const button of all<HTMLButtonElement>('[data-copy]')) {
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy ?? '')
      const label = button.querySelector('span')
      if (!label) return
      const before = label.textContent
      label.textContent = button.dataset.copied ?? ''
      setTimeout(() => (label.textContent = before), 2000)
    })
  }
  for (const button of all('[data-print]')) button.addEventListener('click', () => print())
}

/** A key, or `Alt+s`, that presses a button or takes the cursor to a field. */
function shortcuts(): void {
  document.addEventListener('keydown', (event) => {
    const typing = (event.target as Element).matches('input, textarea, select')
    for (const element of all<HTMLElement>('[data-shortcut]')) {
      const parts = (element.dataset.shortcut ?? '').split('+')
      const key = parts.pop()
      const alt = parts.includes('Alt')
      const control = parts.includes('Control')
      if (event.key.toLowerCase() !== key?.toLowerCase() || event.altKey !== alt || (event.ctrlKey || event.metaKey) !== control) continue
      if (typing && !alt && !control) continue
      event.preventDefault()
      if (element.matches('input, textarea, select')) element.focus()
      else element.click()
      return
    }
  })
  // A whole row opens what its link opens, unless words in it are being selected or another control is meant.
  for (const row of all<HTMLElement>('tr[data-href]')) {
    row.addEventListener('click', (event) => {
      if ((event.target as Element).closest('a, button, input, label, select') || getSelection()?.toString()) return
      const href = row.dataset.href ?? ''
      if (event.ctrlKey || event.metaKey) open(href)
      else location.assign(href)
    })
  }
  // Up and down (or k and j) walk a list of rows.
  document.addEventListener('keydown', (event) => {
    if (!['j', 'k'].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return
    if ((event.target as Element).matches('input, textarea, select')) return
    const links = all<HTMLAnchorElement>('tr[data-href] .main a')
    const at = links.findIndex((link) => link === document.activeElement)
    links[event.key === 'j' ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0)]?.focus()
  })
}

/** Fetches what is found for a field as it is typed: the address in data-find answers an HTML fragment of links. */
function finders(): void {
  for (const input of all<HTMLInputElement>('[data-find]')) {
    const box = document.getElementById(`${input.id}-found`)
    if (!box) continue
    let timer = 0
    let going: AbortController | undefined
    const find = async () => {
      going?.abort()
      const words = input.value.trim()
      if (words.length < 2) {
        box.hidden = true
        return
      }
      going = new AbortController()
      const address = new URL(input.dataset.find ?? '', location.href)
      address.searchParams.set('q', words)
      address.searchParams.set('field', input.name)
      try {
        const answer = await fetch(address, { signal: going.signal, headers: { accept: 'text/html' } })
        if (!answer.ok) return
        box.innerHTML = await answer.text()
        box.hidden = box.textContent?.trim() === ''
      } catch (error) {
        if ((error as Error).name !== 'AbortError') box.hidden = true
      }
    }
    input.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(find, 180)
    })
    const field = input.closest('.field') ?? input
    field.addEventListener('keydown', (event) => {
      const { key } = event as KeyboardEvent
      const links = all<HTMLAnchorElement>('a', box)
      if (key === 'Escape') box.hidden = true
      if (box.hidden || !links.length || (key !== 'ArrowDown' && key !== 'ArrowUp')) return
      event.preventDefault()
      const at = links.indexOf(document.activeElement as HTMLAnchorElement)
      const to = key === 'ArrowDown' ? at + 1 : at - 1
      if (to < 0) input.focus()
      else links[Math.min(to, links.length - 1)]?.focus()
    })
    document.addEventListener('click', (event) => {
      if (!field.contains(event.target as Node)) box.hidden = true
    })
  }
}

/** Keeps what was typed in a form with data-draft on this device for a day, until it is sent or discarded. */
function drafts(): void {
  const day = 24 * 3600 * 1000
  for (const form of all<HTMLFormElement>('form[data-draft]')) {
    const key = `draft:${form.dataset.draft}`
    const fields = () =>
      all<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>('input, textarea, select', form).filter(
        (field) => field.name && !['hidden', 'file', 'password'].includes(field.type),
      )
    const ticked = (field: Element): field is HTMLInputElement => field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type)
    const name = (field: { name: string; value: string }, index: number) => (ticked(field as unknown as Element) ? `${field.name}=${field.value}` : `${field.name}#${index}`)
    const stored = localStorage.getItem(key)
    const blank = fields().every((field) => ticked(field) || field instanceof HTMLSelectElement || field.value === field.defaultValue)
    if (stored && blank && !form.querySelector('.wrong')) {
      const draft = JSON.parse(stored) as { at: number; values: Record<string, string> }
      if (Date.now() - draft.at < day) {
        fields().forEach((field, index) => {
          const value = draft.values[name(field, index)]
          if (value === undefined) return
          if (ticked(field)) field.checked = value === '1'
          else field.value = value
        })
        tell(form.dataset.restored ?? '')
        const discard = document.createElement('button')
        discard.type = 'button'
        discard.className = 'button quiet small'
        discard.textContent = form.dataset.discard ?? ''
        discard.addEventListener('click', () => {
          localStorage.removeItem(key)
          location.reload()
        })
        document.querySelector('#flashes .notice')?.append(discard)
      } else localStorage.removeItem(key)
    }
    form.addEventListener('input', () => {
      const values = Object.fromEntries(fields().map((field, index) => [name(field, index), ticked(field) ? (field.checked ? '1' : '0') : field.value]))
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }))
    })
    form.addEventListener('submit', () => localStorage.removeItem(key))
  }
}

/** Letters left in a limited text, said when they run short. */
function counters(): void {
  for (const area of all<HTMLTextAreaElement>('textarea[data-left]')) {
    const line = document.createElement('p')
    line.className = 'count-left'
    line.setAttribute('role', 'status')
    area.after(line)
    const count = () => {
      const left = area.maxLength - area.value.length
      line.textContent = left <= area.maxLength / 4 ? (area.dataset.left ?? '').replace('#', String(left)) : ''
    }
    area.addEventListener('input', count)
    count()
  }
}

/** One sending is enough: a second press while the first is under way does nothing. */
function onceOnly(): void {
  for (const form of all<HTMLFormElement>('form[method="post"]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) event.preventDefault()
      form.dataset.sent = '1'
    })
  }
  addEventListener('pageshow', () => all<HTMLFormElement>('form[data-sent]').forEach((form) => delete form.dataset.sent))
  // An open menu closes when attention goes elsewhere.
  document.addEventListener('click', (event) => {
    for (const menu of all<HTMLDetailsElement>('.user-menu[open], .nav-small[open]')) if (!menu.contains(event.target as Node)) menu.open = false
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') for (const menu of all<HTMLDetailsElement>('.user-menu[open], .nav-small[open]')) menu.open = false
  })
}

for (const start of [focusErrors, dialogs, copying, shortcuts, finders, drafts, counters, onceOnly]) start()
