import { all, typing } from './page'

/** Lists: a whole row opens what its link opens, and j and k walk the rows. */
export function rows(): void {
  for (const row of all<HTMLElement>('tr[data-href]')) {
    row.addEventListener('click', (event) => {
      // Unless words in it are being selected or another control is meant.
      if ((event.target as Element).closest('a, button, input, label, select') || getSelection()?.toString()) return
      const href = row.dataset.href ?? ''
      if (event.ctrlKey || event.metaKey) open(href)
      else location.assign(href)
    })
  }
  document.addEventListener('keydown', (event) => {
    if (!['j', 'k'].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    const links = all<HTMLAnchorElement>('tr[data-href] .main a')
    const at = links.findIndex((link) => link === document.activeElement)
    links[event.key === 'j' ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0)]?.focus()
  })
}
