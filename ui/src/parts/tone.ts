/** A colour of tokens.css as it is now in this part of the page; drawings on a canvas cannot read `light-dark()` themselves. */
export function tone(name: string, at: Element = document.body): string {
  const probe = document.createElement('i')
  probe.style.color = `var(--${name})`
  at.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}

/** When colours have changed: the device's theme, or that of the page or a part of it. */
export function onTones(changed: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed)
  new MutationObserver(changed).observe(document.documentElement, { subtree: true, attributeFilter: ['data-theme'] })
}
