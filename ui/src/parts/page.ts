/** What the comforts on a page share. */

export const all = <T extends Element>(selector: string, root: ParentNode = document) => [...root.querySelectorAll<T>(selector)]

/** Whether a key typed here is text and not a command. */
export const typing = (target: EventTarget | null) => target instanceof Element && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select')

const given = new Map<string, WeakSet<Element>>()

/** The elements that a comfort was not given yet: a part of the page may come later, and the comforts then start again. */
export function fresh<T extends Element>(comfort: string, selector: string): T[] {
  const seen = given.get(comfort) ?? new WeakSet<Element>()
  given.set(comfort, seen)
  return all<T>(selector).filter((element) => !seen.has(element) && seen.add(element))
}

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** The fields of a form that a person fills. */
export const fieldsOf = (form: ParentNode) =>
  all<Field>('input, textarea, select', form).filter((field) => field.name && !['hidden', 'file', 'password', 'submit', 'button'].includes(field.type))

export const ticked = (field: Element): field is HTMLInputElement => field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type)

/** Whether a field says something else than when the page was drawn. */
export function changed(field: Field): boolean {
  if (ticked(field)) return field.checked !== field.defaultChecked
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue
  const drawn = [...field.options].find((option) => option.defaultSelected) ?? field.options[0]
  return field.value !== drawn?.value
}
