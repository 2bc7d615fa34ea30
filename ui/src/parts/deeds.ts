/** What a key or a line of the palette sets going, by the name that the table of keys (kit/keys.html) gives it. */
export const deeds: Record<string, () => void> = {}
