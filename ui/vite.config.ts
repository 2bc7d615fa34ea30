import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const icons = resolve(root, 'node_modules/@tabler/icons/icons')

/** The drawing inside an icon's file, without its outer element and the invisible bounding box. */
function drawing(file: string): string {
  const svg = readFileSync(file, 'utf8')
  return svg
    .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
    .replace(/<path stroke="none" d="M0 0h24v24H0z"[^>]*\/>/, '')
    .replace(/\s*\n\s*/g, '')
}

/** One sprite of the icons named in src/icons.txt; `name-filled` comes from the filled set. */
function sprite(): string {
  const names = readFileSync(resolve(root, 'src/icons.txt'), 'utf8').split(/\s+/).filter(Boolean)
  const outline = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
  const symbols = names.map((name) => {
    const file = resolve(icons, 'outline', `${name}.svg`)
    if (!existsSync(file)) throw new Error(`src/icons.txt: no icon named ${name}`)
    return `<symbol id="${name}" viewBox="0 0 24 24" ${outline}>${drawing(file)}</symbol>`
  })
  symbols.push(
    `<symbol id="star-filled" viewBox="0 0 24 24" fill="currentColor">${drawing(resolve(icons, 'filled/star.svg'))}</symbol>`,
  )
  const mark = readFileSync(resolve(root, 'src/mark.svg'), 'utf8')
  symbols.push(`<symbol id="mark" viewBox="0 0 32 32">${drawing(resolve(root, 'src/mark.svg')).replace('#0b6158', 'currentColor')}</symbol>`)
  if (!mark.includes('viewBox="0 0 32 32"')) throw new Error('src/mark.svg must have the viewBox 0 0 32 32')
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`
}

/** The map's worker, which the page's policy lets run only from a file of its own. */
function mapWorker(): string {
  const source = readFileSync(resolve(root, 'node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs'), 'utf8')
  return source.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
}

/** Writes the sprite and the mark, and a compressed twin beside each text file. */
function extras(): Plugin {
  return {
    name: 'concord-extras',
    generateBundle(_, bundle) {
      this.emitFile({ type: 'asset', fileName: 'icons.svg', source: sprite() })
      this.emitFile({ type: 'asset', fileName: 'mark.svg', source: readFileSync(resolve(root, 'src/mark.svg')) })
      this.emitFile({ type: 'asset', fileName: 'map-worker.js', source: mapWorker() })
      // A stylesheet's entry leaves an empty script behind.
      for (const name of Object.keys(bundle)) if (/^\w+-style\.js$/.test(name)) delete bundle[name]
    },
  }
}

function compressed(): Plugin {
  return {
    name: 'concord-compressed',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [name, file] of Object.entries(bundle)) {
          const source = file.type === 'chunk' ? file.code : file.source
          this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gzipSync(source, { level: 9 }) })
        }
      },
    },
  }
}

export default defineConfig({
  root: resolve(root, 'src'),
  publicDir: false,
  plugins: [extras(), compressed()],
  build: {
    outDir: resolve(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome100', 'safari15', 'firefox100'],
    modulePreload: false,
    // The charts and the live map are files of their own, loaded by the dashboard alone.
    chunkSizeWarningLimit: 1200,
    cssCodeSplit: true,
    rollupOptions: {
      input: {
        'app-style': resolve(root, 'src/app.css'),
        'desk-style': resolve(root, 'src/desk.css'),
        'styleguide-style': resolve(root, 'src/styleguide.css'),
        'dashboard-style': resolve(root, 'src/dashboard.css'),
        resident: resolve(root, 'src/resident.ts'),
        desk: resolve(root, 'src/desk.ts'),
        charts: resolve(root, 'src/charts.ts'),
        map: resolve(root, 'src/map.ts'),
        intake: resolve(root, 'src/intake.ts'),
        worker: resolve(root, 'src/worker.ts'),
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        assetFileNames: (asset) => (asset.names[0] ?? '[name][extname]').replace('-style', ''),
      },
    },
  },
})
