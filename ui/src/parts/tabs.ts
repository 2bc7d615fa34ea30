import { fresh } from './page'

/** Where a row of tabs is longer than the screen, the one that is open stands in its middle. */
export function tabs(): void {
  for (const open of fresh<HTMLElement>('tabs', '.tabs [aria-current]')) {
    const row = open.closest('ul')
    if (!row || row.scrollWidth <= row.clientWidth) continue
    const [at, of] = [open.getBoundingClientRect(), row.getBoundingClientRect()]
    row.scrollLeft += at.left + at.width / 2 - (of.left + of.width / 2)
  }
}
