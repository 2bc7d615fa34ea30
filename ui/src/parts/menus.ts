import { all } from './page'

const open = () => all<HTMLDetailsElement>('.user-menu[open], .nav-small[open]')

/** An open menu closes when attention goes elsewhere. */
export function menus(): void {
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') for (const menu of open()) menu.open = false
  })
}
