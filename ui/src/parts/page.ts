/** What the comforts on a page share. */

export const all = <T extends Element>(selector: string, root: ParentNode = document) => [...root.querySelectorAll<T>(selector)]

/** Whether a key typed here is text and not a command. */
export const typing = (target: EventTarget | null) => target instanceof Element && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select')
