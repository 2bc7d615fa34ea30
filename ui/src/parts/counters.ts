import { fresh } from './page'

/** Letters left in a limited text, said when they run short. */
export function counters(): void {
  for (const area of fresh<HTMLTextAreaElement>('counters', 'textarea[data-left]')) {
    const line = document.createElement('p')
    line.className = 'count-left'
    line.dataset.own = ''
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
