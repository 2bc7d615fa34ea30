import { beginAnew, DRAFT_KEPT, forgetFiles } from './kept'
import { all } from './page'

/** The guided path's draft: every answer of every step, on this device alone, until it is sent, discarded or three days old. */

interface Draft {
  at: number
  step: string
  pairs: [string, string][]
}

const KEY = 'path'
/** What belongs to one form and not to the answers. */
const OF_THE_FORM = ['once', 'step', 'go', 'review', 'channel']

function read(): Draft | undefined {
  let draft: Draft | null = null
  try {
    draft = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Draft | null
  } catch {
    // Nothing that could be read: as if nothing were kept.
  }
  if (!draft) return undefined
  if (Date.now() - draft.at < DRAFT_KEPT) return draft
  void forget()
  return undefined
}

function forget(): Promise<void> {
  localStorage.removeItem(KEY)
  return forgetFiles()
}

const answersOf = (form: HTMLFormElement) =>
  [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1].trim() !== '' && !OF_THE_FORM.includes(pair[0]))

const value = (pairs: [string, string][], name: string) => pairs.find(([n]) => n === name)?.[1] ?? ''

/** Something that a person typed, and not only where they came from. */
const hasWords = (pairs: [string, string][]) => pairs.some(([name]) => !['category', 'preset', 'region', 'asked_in'].includes(name))

function put(form: HTMLFormElement, name: string, text: string): void {
  const fields = all<HTMLInputElement | HTMLTextAreaElement>(`[name="${CSS.escape(name)}"]`, form)
  const [field] = fields
  if (field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type)) {
    for (const choice of fields as HTMLInputElement[]) choice.checked = choice.value === text
  } else if (field) field.value = text
  else {
    const hidden = document.createElement('input')
    hidden.type = 'hidden'
    hidden.name = name
    hidden.value = text
    form.append(hidden)
  }
}

export function pathDraft(): void {
  if (document.querySelector('[data-draft-sent]')) void forget()
  const draft = read()
  const onPath = location.pathname === '/report'
  const waiting = document.querySelector<HTMLElement>(onPath ? '[data-kept]' : '[data-draft-waiting]')
  if (waiting && draft) waiting.hidden = false
  const form = document.querySelector<HTMLFormElement>('form[data-path]')
  if (!form) return

  const notice = document.querySelector<HTMLElement>('[data-draft-notice]')
  const fresh = form.dataset.fresh !== undefined
  const own = answersOf(form)
  if (fresh && draft && notice && hasWords(draft.pairs)) {
    const said = value(own, 'narrative')
    const kind = value(own, 'category')
    const same = (!said || said === value(draft.pairs, 'narrative')) && (!kind || kind === value(draft.pairs, 'category'))
    if (same) for (const [name, text] of draft.pairs) put(form, name, text)
    else form.addEventListener('submit', beginAnew)
    notice.querySelector('p')!.textContent = (same ? notice.dataset.restored : notice.dataset.waiting) ?? ''
    notice.hidden = false
    notice.querySelector('[data-draft-open]')?.addEventListener('click', () => {
      for (const field of all<HTMLInputElement>('input[type="hidden"]:not([name="once"])', form)) field.remove()
      for (const [name, text] of draft.pairs) put(form, name, text)
      put(form, 'step', form.dataset.path ?? '')
      put(form, 'go', draft.step)
      form.submit()
    })
  }

  const save = () => {
    const pairs = answersOf(form)
    if (!hasWords(pairs)) return
    try {
      localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), step: form.dataset.path ?? '', pairs } satisfies Draft))
    } catch {
      // A browser that keeps nothing (full, or forbidden) loses this comfort alone.
      localStorage.removeItem(KEY)
    }
  }
  // An older draft that was not taken up yet is not written over by merely opening the path.
  if (!fresh || !draft) save()
  form.addEventListener('input', save)
  form.addEventListener('submit', save)
  for (const button of all('[data-draft-discard]')) {
    button.addEventListener('click', () => void forget().finally(() => location.assign('/report')))
  }
}
