/** The clerk's intake: the likely kind as the story is typed, the questions of the chosen kind, Enter moves on. */

const form = document.querySelector<HTMLFormElement>('#intake')
const category = form?.querySelector<HTMLSelectElement>('#category')
const suggestion = document.getElementById('suggestion')
const questions = document.getElementById('questions')
const likely = document.getElementById('likely')
const likelyCard = document.getElementById('likely-card')

/** What is typed so far goes as a POST, so that no story ends up in an address. */
async function fragment(part: string): Promise<string | undefined> {
  if (!form) return undefined
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  const answer = await fetch(`/desk/intake/${part}`, { method: 'POST', body, headers: { accept: 'text/html' } })
  return answer.ok ? await answer.text() : undefined
}

let timer = 0
let asked = 0

/** Suggests anew a moment after the typing pauses; an answer that a later one has overtaken is dropped. */
function suggest(): void {
  clearTimeout(timer)
  timer = setTimeout(async () => {
    const mine = ++asked
    const html = await fragment('suggestion')
    if (suggestion && html !== undefined && mine === asked) suggestion.innerHTML = html
  }, 350)
}

let likelyTimer = 0
let likelyAsked = 0

/** Looks for matters that are likely the same, somewhat later than the rest: who is named says more than half a sentence. */
function compare(): void {
  if (!likely || !likelyCard) return
  clearTimeout(likelyTimer)
  likelyTimer = setTimeout(async () => {
    const mine = ++likelyAsked
    const html = await fragment('likely')
    if (html === undefined || mine !== likelyAsked) return
    const next = html.trim()
    if (likely.innerHTML.trim() !== next) likely.innerHTML = next
    likelyCard.hidden = next === ''
  }, 700)
}

const names = (root: ParentNode) => [...root.querySelectorAll<HTMLInputElement>('[name]')].map((field) => field.name).join()

/** Draws the questions when there are other ones than before, and keeps the cursor where it was. */
async function ask(): Promise<void> {
  const html = await fragment('questions')
  if (!questions || html === undefined) return
  const next = document.createElement('div')
  next.innerHTML = html
  if (names(next) === names(questions)) return
  const at = document.activeElement?.id
  questions.replaceChildren(...next.childNodes)
  const none = document.getElementById('questions-none')
  if (none) none.hidden = questions.childElementCount > 0
  if (at) document.getElementById(at)?.focus()
}

if (form && category) {
  for (const name of ['narrative', 'region', 'place', 'amount']) form.querySelector(`[name="${name}"]`)?.addEventListener('input', suggest)
  form.addEventListener('input', (event) => {
    const name = (event.target as HTMLInputElement).name
    if (/^(narrative|place|region|applicant\.|respondents\.)/.test(name)) compare()
  })
  category.addEventListener('change', () => {
    void ask()
    suggest()
    compare()
  })
  questions?.addEventListener('change', () => {
    void ask()
    suggest()
  })
  suggestion?.addEventListener('click', (event) => {
    const chosen = (event.target as Element).closest<HTMLElement>('[data-category]')?.dataset.category
    if (!chosen) return
    category.value = chosen
    category.dispatchEvent(new Event('change', { bubbles: true }))
    category.dispatchEvent(new Event('input', { bubbles: true }))
    category.focus()
  })
  // A draft that was put back may have a story and a kind already.
  if (category.value) void ask()
  if (form.querySelector<HTMLTextAreaElement>('#narrative')?.value) {
    suggest()
    compare()
  }
}

// A report that joins a matter has no kind to choose: what it says of danger is looked for all the same.
if (form && !category) {
  form.querySelector('[name="narrative"]')?.addEventListener('input', suggest)
  for (const box of form.querySelectorAll('[name="danger"]')) box.addEventListener('change', suggest)
  if (form.querySelector<HTMLTextAreaElement>('#narrative')?.value) suggest()
}

form?.addEventListener('keydown', (event) => {
  const field = event.target as Element
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !field.matches('input:not([type="submit"])')) return
  event.preventDefault()
  const fields = [...form.querySelectorAll<HTMLElement>('input:not([type="hidden"]), select, textarea')].filter((f) => f.offsetParent)
  fields[fields.indexOf(field as HTMLElement) + 1]?.focus()
})
