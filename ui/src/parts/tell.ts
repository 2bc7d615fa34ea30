/** Says something to a screen reader, and shows it, in the page's status region. */
export function tell(text: string): void {
  const region = document.getElementById('flashes')
  if (!region) return
  const notice = document.createElement('div')
  notice.className = 'notice info'
  const words = document.createElement('p')
  words.textContent = text
  notice.append(document.createElement('span'), words)
  region.replaceChildren(notice)
}
