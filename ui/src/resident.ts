/** Comforts on residents' pages, which all work without them. */

import { attachments } from './parts/attach'
import { copying } from './parts/copying'
import { counters } from './parts/counters'
import { dialogs } from './parts/dialogs'
import { drafts } from './parts/drafts'
import { focusErrors } from './parts/errors'
import { live } from './parts/live'
import { network } from './parts/network'
import { onceOnly } from './parts/once'
import { pathDraft } from './parts/path'
import { reading } from './parts/reading'
import { suggestions } from './parts/suggest'
import { switches } from './parts/switches'
import { sayFlashes, toldBefore } from './parts/tell'

document.documentElement.classList.add('js')
for (const start of [network, sayFlashes, focusErrors, toldBefore, dialogs, copying, drafts, pathDraft, counters, suggestions, attachments, reading, onceOnly, switches, live]) start()
