import { all } from './page'
import { tell } from './tell'

/** Keeps what was typed in a form with data-draft on this device for a day, until it is sent or discarded. */
export function drafts(): void {
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
        const press = () => {
          localStorage.removeItem(key)
          location.reload()
        }
        tell(form.dataset.restored ?? '', { action: { label: form.dataset.discard ?? '', press } })
      } else localStorage.removeItem(key)
    }
    form.addEventListener('input', () => {
      const values = Object.fromEntries(fields().map((field, index) => [name(field, index), ticked(field) ? (field.checked ? '1' : '0') : field.value]))
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }))
    })
    form.addEventListener('submit', () => localStorage.removeItem(key))
  }
}
