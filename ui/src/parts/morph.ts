import { changed, fieldsOf, typing } from './page'

/**
 * Makes a part of the page as it is drawn now, touching only what differs: where the cursor is, what is open and what is typed stay.
 * Elements with data-own are the scripts' own. Siblings are told apart by id or data-key.
 */
export function morph(from: Element, to: Element): void {
  if (from.isEqualNode(to) || from.hasAttribute('data-own') || isHeld(from)) return
  // Files chosen in it would be lost, and scripts show them there.
  if (from instanceof HTMLFormElement && from.enctype === 'multipart/form-data') return
  attributes(from, to)
  children(from, to)
}

/** A form that somebody is at: the cursor is in a field of it, or something typed was not sent. */
function isHeld(element: Element): boolean {
  if (!(element instanceof HTMLFormElement)) return false
  return (typing(document.activeElement) && element.contains(document.activeElement)) || fieldsOf(element).some(changed)
}

/** Whether something in here must not be taken away. */
const holds = (node: Node): boolean => node instanceof Element && (node.hasAttribute('data-own') || isHeld(node) || [...node.querySelectorAll('form')].some(isHeld))

function attributes(from: Element, to: Element): void {
  // Opened and closed by the reader.
  const own = (name: string) => name === 'open'
  for (const { name } of [...from.attributes]) if (!own(name) && !to.hasAttribute(name)) from.removeAttribute(name)
  for (const { name, value } of to.attributes) if (!own(name) && from.getAttribute(name) !== value) from.setAttribute(name, value)
}

const key = (node: Node) => (node instanceof HTMLElement ? node.id || node.dataset.key || undefined : undefined)

function children(from: Element, to: Element): void {
  const wanted = [...to.childNodes]
  const keys = new Set(wanted.map(key).filter(Boolean))
  const known = new Map<string, ChildNode>()
  for (const node of from.childNodes) {
    const name = key(node)
    if (name) known.set(name, node)
  }
  let at: ChildNode | null = from.firstChild
  /** Past what is the scripts' own or held, and over what is no longer there. */
  const pass = () => {
    while (at) {
      const name = key(at)
      const gone = name !== undefined && !keys.has(name)
      if (!gone && !(at instanceof Element && at.hasAttribute('data-own'))) return
      const node: ChildNode = at
      at = at.nextSibling
      if (gone) drop(node)
    }
  }
  for (const node of wanted) {
    pass()
    const name = key(node)
    const alike: boolean = at !== null && !name && !key(at) && at.nodeName === node.nodeName
    const match: ChildNode | null | undefined = name ? known.get(name) : alike ? at : undefined
    if (!match || match.nodeName !== node.nodeName) {
      from.insertBefore(document.importNode(node, true), at)
      continue
    }
    if (match === at) at = at.nextSibling
    else from.insertBefore(match, at)
    if (match instanceof Element) morph(match, node as Element)
    else if (match.nodeValue !== node.nodeValue) match.nodeValue = node.nodeValue
  }
  while (at) {
    const node: ChildNode = at
    at = at.nextSibling
    drop(node)
  }
}

/** Takes a node away, unless somebody is at it. */
function drop(node: ChildNode): void {
  if (!holds(node)) node.remove()
  else if (node instanceof HTMLElement && !node.hasAttribute('data-own')) node.setAttribute('data-stale', '')
}
