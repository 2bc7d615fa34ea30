/** Comforts on the staff's pages: everything residents have, and finder, shortcuts and menus. */

import './resident'
import { finders } from './parts/finders'
import { menus } from './parts/menus'
import { rows } from './parts/rows'
import { shortcuts } from './parts/shortcuts'

for (const start of [shortcuts, rows, finders, menus]) start()
