import { shrunk } from './shrink'

/**
 * Photos that staff attach by a plain field are made smaller as residents' are. Listens on the document, so that a field which is put
 * into the page later, in a matter beside its list, needs nothing more.
 */
export function photos(): void {
  /** Forms whose photos are still being made smaller: such a form is sent when they are. */
  const waiting = new WeakMap<HTMLFormElement, Promise<void>>()

  document.addEventListener('change', (event) => {
    const input = event.target
    if (!(input instanceof HTMLInputElement) || input.type !== 'file' || !input.form || input.closest('[data-attach]')) return
    const chosen = [...(input.files ?? [])]
    if (!chosen.some((file) => file.type.startsWith('image/'))) return
    const told = input.parentElement?.querySelector('[data-preparing]')
    const before = waiting.get(input.form) ?? Promise.resolve()
    waiting.set(input.form, before.then(() => prepare(input, chosen, told)))
  })

  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target as HTMLFormElement
      const ready = waiting.get(form)
      if (!ready) return
      event.preventDefault()
      event.stopImmediatePropagation()
      // In a turn of its own: a form that is just being sent cannot be sent anew.
      void ready.then(() =>
        setTimeout(() => {
          waiting.delete(form)
          form.requestSubmit(event.submitter)
        }),
      )
    },
    { capture: true },
  )
}

/** Puts what the photos have become into the field, unless others were chosen meanwhile. */
async function prepare(input: HTMLInputElement, chosen: File[], told: Element | null | undefined): Promise<void> {
  const smaller = new DataTransfer()
  for (const [at, file] of chosen.entries()) {
    if (told instanceof HTMLElement) told.textContent = `${told.dataset.preparing} ${at + 1}/${chosen.length}`
    smaller.items.add(await shrunk(file))
  }
  if (told) told.textContent = ''
  const now = [...(input.files ?? [])]
  if (now.length === chosen.length && now.every((file, at) => file === chosen[at])) input.files = smaller.files
}
