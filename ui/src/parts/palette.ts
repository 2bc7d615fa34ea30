import { deeds } from './deeds'
import { all } from './page'

interface Line {
  label: string
  note?: string
  group: string
  go: () => void
}
interface Found {
  views: { label: string; href: string }[]
  matters: { label: string; note: string; href: string }[]
}

/** Wait after the last letter before the server is asked, milliseconds. */
const pause = 150

/** One field that leads anywhere: what this page can do, the menu's pages, kept lists, matters. */
export function palette(): void {
  const dialog = document.getElementById('palette')
  const input = dialog?.querySelector<HTMLInputElement>('input')
  const list = dialog?.querySelector<HTMLElement>('[role="listbox"]')
  const status = dialog?.querySelector<HTMLElement>('[role="status"]')
  if (!(dialog instanceof HTMLDialogElement) || !input || !list || !status) return
  const words = dialog.dataset
  let lines: Line[] = []
  let at = 0
  let here: Line[] = []
  let found: Found = { views: [], matters: [] }
  let going: AbortController | undefined
  let timer = 0

  const go = (href: string) => () => location.assign(href)
  const mark = (to: number) => {
    at = Math.max(0, Math.min(lines.length - 1, to))
    all<HTMLElement>('[role="option"]', list).forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === at))
      if (index !== at) return
      input.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    })
    if (!lines.length) input.removeAttribute('aria-activedescendant')
  }
  const draw = () => {
    const typed = input.value.trim().toLowerCase()
    const fits = (line: Line) => typed.split(/\s+/).every((word) => line.label.toLowerCase().includes(word))
    // The menu's pages first, in its order; the account's own after them.
    const links = ['.sidebar a[data-keys]', '.user-menu .menu a'].flatMap((kind) => all<HTMLAnchorElement>(kind))
    const pages = links.map((link) => ({
      label: (link.querySelector('.word') ?? link).textContent?.trim() ?? '',
      note: link.dataset.keys,
      group: words.pages ?? '',
      go: go(link.href),
    }))
    const views = found.views.map((view) => ({ label: view.label, group: words.views ?? '', go: go(view.href) }))
    const matters = found.matters.map((matter) => ({ ...matter, group: words.matters ?? '', go: go(matter.href) }))
    lines = [...here.filter(fits), ...pages.filter(fits), ...views.filter(fits), ...matters]
    if (typed) lines.push({ label: (words.search ?? '').replace('#', input.value.trim()), group: words.matters ?? '', go: go(`/desk/matters?q=${encodeURIComponent(input.value.trim())}`) })
    list.replaceChildren(...drawn(lines))
    status.textContent = (words.found ?? '').replace('#', String(lines.length))
    mark(0)
  }
  const ask = async () => {
    going?.abort()
    going = new AbortController()
    try {
      const answer = await fetch(`/desk/palette?q=${encodeURIComponent(input.value.trim())}`, { signal: going.signal, headers: { accept: 'application/json' } })
      if (!answer.ok || answer.redirected) return
      found = (await answer.json()) as Found
      draw()
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error
    }
  }
  const choose = (index: number) => {
    const line = lines[index]
    dialog.close()
    line?.go()
  }

  deeds.palette = () => {
    if (dialog.open) return
    here = actions(words.actions ?? '')
    input.value = ''
    found = { views: [], matters: [] }
    draw()
    dialog.showModal()
    void ask()
  }
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    if (!document.querySelector('dialog[open]')) deeds.palette?.()
  })
  input.addEventListener('input', () => {
    found = { ...found, matters: [] }
    draw()
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), pause)
  })
  input.addEventListener('keydown', (event) => {
    // A letter that is still being composed (Pinyin) chooses nothing.
    if (event.isComposing) return
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }
    const to = steps[event.key]
    if (event.key !== 'Enter' && to === undefined) return
    event.preventDefault()
    if (to === undefined) choose(at)
    else mark(to)
  })
  list.addEventListener('click', (event) => {
    const option = (event.target as Element).closest('[role="option"]')
    if (option) choose(all('[role="option"]', list).indexOf(option))
  })
}

/** The groups with their options. */
function drawn(lines: Line[]): HTMLElement[] {
  const groups = new Map<string, HTMLElement>()
  lines.forEach((line, index) => {
    let group = groups.get(line.group)
    if (!group) {
      group = document.createElement('div')
      group.setAttribute('role', 'group')
      group.setAttribute('aria-label', line.group)
      const title = document.createElement('p')
      title.setAttribute('aria-hidden', 'true')
      title.textContent = line.group
      group.append(title)
      groups.set(line.group, group)
    }
    const option = document.createElement('div')
    option.setAttribute('role', 'option')
    option.id = `palette-${index}`
    const label = document.createElement('span')
    label.textContent = line.label
    option.append(label)
    if (line.note) {
      const note = document.createElement('small')
      note.textContent = line.note
      option.append(note)
    }
    group.append(option)
  })
  return [...groups.values()]
}

/** What the matter in view, or else the page, offers: the server drew only what is permitted. A button that sends something is gone to, not pressed. */
function actions(group: string): Line[] {
  const pane = document.getElementById('pane')
  const root = pane && !pane.hidden ? pane : document.querySelector('main')
  if (!root) return []
  const found = all<HTMLElement>('a.button, button.button, [data-dialog]', root)
  const seen = new Set<string>()
  return found.flatMap((element) => {
    const label = element.textContent?.trim() ?? ''
    if (!label || seen.has(label) || !element.checkVisibility() || element.closest('dialog, tr, .bulk, .pagination')) return []
    seen.add(label)
    const sends = element instanceof HTMLButtonElement && element.type === 'submit'
    const go = () => {
      if (!sends) return element.click()
      element.scrollIntoView({ block: 'center' })
      element.focus()
    }
    return [{ label, group, go }]
  })
}
