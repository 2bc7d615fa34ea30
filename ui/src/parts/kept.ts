/** Files that wait on this device to be sent: browsers forget chosen files when a page is left, so they are put by here. */

export interface KeptFile {
  id: string
  file: File
}

interface Row {
  id: string
  draft: string
  at: number
  file: File
}

const FILES_OF = 'path-files'

/** What the files of one path are kept under, so that another one does not take them along. */
function draftOf(): string {
  const known = localStorage.getItem(FILES_OF) ?? crypto.getRandomValues(new Uint32Array(2)).join('')
  localStorage.setItem(FILES_OF, known)
  return known
}

/** From here on another path is walked: the files of the one before are not its own. */
export const beginAnew = () => localStorage.removeItem(FILES_OF)

/** How long a draft stays on the device, milliseconds. */
export const DRAFT_KEPT = 3 * 24 * 3600 * 1000

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('concord', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('files', { keyPath: 'id' })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

/** One operation; a browser that keeps nothing (a private window, a full disk) loses this comfort alone. */
async function within<T>(mode: IDBTransactionMode, ask: (files: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const database = await open()
    return await new Promise<T>((resolve, reject) => {
      const asked = ask(database.transaction('files', mode).objectStore('files'))
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => reject(asked.error)
    }).finally(() => database.close())
  } catch {
    return undefined
  }
}

export const keepFile = ({ id, file }: KeptFile) => within('readwrite', (files) => files.put({ id, draft: draftOf(), at: Date.now(), file } satisfies Row))

export const forgetFile = (id: string) => within('readwrite', (files) => files.delete(id))

const rows = async () => ((await within('readonly', (files) => files.getAll())) ?? []) as Row[]

/** The files of the path that is walked, oldest first; those kept too long are forgotten. */
export async function keptFiles(): Promise<KeptFile[]> {
  const all = await rows()
  const young = all.filter((row) => Date.now() - row.at < DRAFT_KEPT)
  await Promise.all(all.filter((row) => !young.includes(row)).map((row) => forgetFile(row.id)))
  return young.filter((row) => row.draft === localStorage.getItem(FILES_OF)).sort((a, b) => a.at - b.at)
}

/** Forgets every file that waits on this device. */
export async function forgetFiles(): Promise<void> {
  beginAnew()
  for (const { id } of await rows()) await forgetFile(id)
}
