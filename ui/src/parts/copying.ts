import { fresh } from './page'

/** Buttons that copy a text or print the page. */
export function copying(): void {
  for (const button of fresh<HTMLButtonElement>('copying', '[data-copy]')) {
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy ?? '')
      const label = button.querySelector('span')
      if (!label) return
      const before = label.textContent
      label.textContent = button.dataset.copied ?? ''
      setTimeout(() => (label.textContent = before), 2000)
    })
  }
  for (const button of fresh('printing', '[data-print]')) button.addEventListener('click', () => print())
}
