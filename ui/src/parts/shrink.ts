/** Photos are made smaller on the device before they are sent: what a camera makes takes minutes on a slow line, and nobody sees the difference. */

/** Longest side that is sent, in pixels: a page of A4 is legible at that. */
const SIDE_MAX = 2048
/** A small file is sent as it is, in bytes. */
const WEIGHT_LEAST = 600_000
const QUALITY = 0.85
/** A camera's own kinds. A PNG is mostly a picture of a screen, whose letters blur as JPEG; one is made smaller only where it is large. */
const PHOTOS = /^image\/(?:jpeg|webp|heic|heif|avif|png)$/

/** The photo, smaller; the file itself where that is not possible or not worth it. */
export async function shrunk(file: File): Promise<File> {
  if (!PHOTOS.test(file.type) || file.size < WEIGHT_LEAST) return file
  try {
    // Upright, as the camera was held.
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    const pen = canvas.getContext('2d')
    if (!pen || (file.type === 'image/png' && scale === 1)) return file
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.imageSmoothingQuality = 'high'
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    if (!blob || blob.size >= file.size) return file
    return new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: blob.type, lastModified: file.lastModified })
  } catch {
    // A kind that this browser does not draw, or too large for its memory: sent as it is.
    return file
  }
}
