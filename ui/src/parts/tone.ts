/** A colour of tokens.css as the page shows it now; drawings on a canvas cannot read `light-dark()` themselves. */
export function tone(name: string): string {
  const probe = document.createElement('i')
  probe.style.color = `var(--${name})`
  document.body.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}
