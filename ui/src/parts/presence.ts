import { typing } from './page'

interface Person {
  name: string
  doing: 'looking' | 'writing'
}

/** The page says so again while typing goes on, in milliseconds; the server believes it for a little longer. */
const EVERY = 8000

/** Shows who else is on the page: `#` in the words stands for the name. */
export function showPeople(people: Person[]): void {
  const place = document.getElementById('presence')
  if (!place) return
  place.replaceChildren(
    ...people.map(({ name, doing }) => {
      const words = (place.dataset[doing] ?? '#').replace('#', name)
      const person = document.createElement('li')
      person.className = doing
      person.title = words
      const avatar = document.createElement('span')
      avatar.className = 'avatar'
      avatar.setAttribute('aria-hidden', 'true')
      avatar.textContent = [...name][0] ?? ''
      const text = document.createElement('span')
      text.className = 'words'
      text.textContent = words
      person.append(avatar, text)
      return person
    }),
  )
  place.hidden = people.length === 0
}

/** Tells colleagues on the same page that somebody is writing here. */
export function tellWriting(address: () => string | undefined): void {
  let last = 0
  const say = (state: Person['doing']) => {
    last = state === 'writing' ? Date.now() : 0
    const to = address()
    if (!to) return
    // Whether it arrives does not matter to whoever types.
    fetch(to, { method: 'POST', keepalive: true, body: new URLSearchParams({ state }) }).catch(() => undefined)
  }
  document.addEventListener('input', (event) => {
    if (event.isTrusted && typing(event.target) && (event.target as Element).closest('main form[method="post"]') && Date.now() - last > EVERY) say('writing')
  })
  document.addEventListener('submit', () => {
    if (last) say('looking')
  })
}
