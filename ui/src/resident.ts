/** Comforts on residents' pages, which all work without them. */

import { copying } from './parts/copying'
import { counters } from './parts/counters'
import { dialogs } from './parts/dialogs'
import { drafts } from './parts/drafts'
import { focusErrors } from './parts/errors'
import { onceOnly } from './parts/once'
import { sayFlashes } from './parts/tell'

document.documentElement.classList.add('js')
for (const start of [sayFlashes, focusErrors, dialogs, copying, drafts, counters, onceOnly]) start()
