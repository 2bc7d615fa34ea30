/** Comforts on the staff's pages: everything residents have, and finder, keys, menus, lists beside their matters. */

import './resident'
import { answers } from './parts/answers'
import { bulk } from './parts/bulk'
import { finders } from './parts/finders'
import { fragments } from './parts/fragments'
import { keys } from './parts/keys'
import { lists } from './parts/lists'
import { menus } from './parts/menus'
import { palette } from './parts/palette'
import { panes } from './parts/pane'
import { photos } from './parts/photos'
import { rows } from './parts/rows'
import { shortcuts } from './parts/shortcuts'
import { tabs } from './parts/tabs'

for (const start of [shortcuts, rows, finders, fragments, answers, menus, bulk, keys, palette, panes, lists, photos, tabs]) start()
