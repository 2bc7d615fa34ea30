# Words that all slices share. Each slice keeps its own in its folder.

## Name
kit-name = Concord
kit-name-latin = 和解
kit-tagline = Dispute mediation
# Between the name of something and what it is.
kit-colon = {": "}
kit-skip = Skip to the content
kit-home = Home
kit-language-other = 中文
kit-text-larger = Large text
kit-text-normal = Normal text
kit-read = Listen
kit-read-page = Reading the page aloud
kit-read-pause = Pause
kit-read-play = Go on
kit-read-stop = Stop reading
kit-kinds-such-as = Such as: { $words }
kit-kinds-between = {", "}
kit-menu = Menu
kit-search = Search
kit-search-matters = Code, name, phone, address or words
kit-sign-in = Staff sign-in
kit-sign-out = Sign out
kit-voluntary = Mediation is voluntary and free. You can stop at any time, and you can go to court, labour arbitration, the police or the 12345 hotline at any time. Saying no to mediation never counts against you.
kit-report = Report a problem
kit-track = Track a matter
kit-emergency = If someone is in danger, call 110 now.

## Common words
yes = Yes
no = No
save = Save
cancel = Cancel
back = Back
next = Next
continue = Continue
send = Send
close = Close
change = Change
edit = Edit
remove = Remove
add = Add
open = Open
show = View
more = More
all = All
none = None
print = Print
download = Download
copy = Copy
copied = Copied
filter = Filter
clear = Clear
apply = Apply
search = Search
optional = optional
required = required
unknown = Not known
choose = Choose one
total = Total
today = Today
loading = Loading…

## Forms
kit-errors-title = { $n ->
    [one] Please check this answer
   *[other] Please check these { $n } answers
}
kit-error-at = Error:
kit-error-of = { $label }: { $text }
kit-characters-left = { $n } characters left
kit-characters-over = { $n } characters too many
kit-draft-restored = What you had not sent yet has been restored.
kit-draft-discard = Discard the draft
kit-file-chosen = { $n ->
    [one] 1 file chosen
   *[other] { $n } files chosen
  }
kit-change-what = Change { $what }

## Lists
kit-shown-of = Showing { $shown } of { $total }
kit-shown = Showing { $shown }
kit-page-next = Next page
kit-page-first = First page
kit-pages = Pages
kit-csv = Export CSV
kit-xlsx = Export Excel
kit-sort = Sort by
kit-sort-ascending = ascending
kit-sort-descending = descending
kit-sort-due = Due day
kit-sort-opened = When reported
kit-sort-body = Body
kit-sort-region = Place
kit-sort-field = Field
kit-sort-since = How long it waits
kit-sort-on = Date
kit-sort-tries = Calls
kit-sort-made = When made
kit-sort-name = Name
kit-sort-login = Account name
kit-sort-state = State
kit-sort-kind = Kind
kit-sort-code = Code
kit-sort-below = Below it
kit-sort-bodies = Number of bodies
kit-sort-job = Kind of job
kit-sort-at = Time
kit-sort-attempts = Tries
kit-table-below = Show the figures
kit-steps = Steps
kit-step-of = Step { $n } of { $total }
kit-step-done = done
kit-step-current = current
kit-loading = One moment, fetching…
kit-failed = This part could not be fetched
kit-failed-text = Nothing of yours is lost. Try again; if it stays so, tell whoever runs this system.
kit-try-again = Try again
kit-locked = Not open to you
kit-locked-text = Only those who work on this matter see it. If you need it, ask the body that leads.
kit-no-results = Nothing found
kit-here = You are here
kit-alone = Only { $who } and staff
kit-private = Staff only
kit-shared = Shared with the parties

## Dates
kit-date = { $d } { $m ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  } { $y }
kit-datetime = { $date }, { $time }
kit-weekday = { $w ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
  } { $date }
kit-day-today = today
kit-day-tomorrow = tomorrow
kit-day-yesterday = yesterday
kit-day-ahead = in { $n } days
kit-day-ago = { $n } days ago
kit-ago-now = just now
kit-ago-minutes = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
  }
kit-ago-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
  }
kit-ago-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
  }
kit-live-told = Just now: { "" }
kit-live-and = , { "" }
kit-live-stale = A colleague has just done this step. What you wrote is still here: look at the latest news above before you send it.
kit-news-title = This matter changed while you were writing
kit-news-lead = What you wrote is all here below and was not sent. Look at the changes, adjust what needs it, and send once more.
kit-news-lead-over = What you wrote was not sent, and there is nothing left here to send it for. You can still read and copy it below.
kit-news-written = What you had written

## Time limits
clock-due = by { $date }
clock-left = { $n ->
    [one] 1 day left
   *[other] { $n } days left
  }
clock-today = Due today
clock-late = { $n ->
    [one] 1 day late
   *[other] { $n } days late
  }
clock-late-hours = Time is over
clock-paused = Paused
clock-met = Within the limit
clock-missed = Done late
clock-passed = The days for it passed on { $date }
clock-used = Done
clock-source = Source: { $source }

## Status
status-reported = Reported
status-accepted = Accepted
status-assigned = Assigned
status-mediating = In mediation
status-agreement = Agreement to sign
status-settled = Settled
status-not_settled = Not settled
status-withdrawn = Withdrawn
status-returned = Returned
status-referred = Referred elsewhere
status-merged = Merged
status-archived = Archived

## Channels
channel-window = Window
channel-phone = Hotline
channel-grid = Grid worker
channel-police = Police transfer
channel-court = Court transfer
channel-visit = Visit
channel-web = Web
channel-qr = QR code
channel-import = Import
channel-api = API

## Urgency
urgency-normal = Normal
urgency-soon = Soon
urgency-urgent = Urgent

## Roles
role-clerk = Window clerk
role-grid_worker = Grid worker
role-coordinator = Coordinator
role-mediator = Mediator
role-officer = Officer
role-supervisor = Supervisor
role-representative = Representative
role-operator = Operator
role-party = Party

## Tiers
tier-grid = Grid
tier-village = Village
tier-town = Town
tier-county = County
tier-city = City
tier-province = Province

## Error pages
error-home = Back to the home page

## Words of a matter
party_role-applicant = Applicant
party_role-respondent = Respondent
party_role-third = Third party
duty-lead = Lead
duty-assist = Assist
mode-on_site = In person
mode-online = Online
mode-phone = By phone
session_outcome-agreed = Agreed
session_outcome-continued = To be continued
session_outcome-failed = Not agreed
session_outcome-absent = Someone did not come
form-written = Written
form-oral = Oral
outcome-settled = Settled
outcome-not_settled = Not settled
found-fulfilled = Fulfilled
found-partly = Partly fulfilled
found-not_yet = Not fulfilled yet
found-coming_back = Coming back
audience-staff = Staff only
audience-parties = Shared with the parties

## Bodies
body_kind-centre = Mediation centre
body_kind-committee = People’s mediation committee
body_kind-trade_committee = Trade mediation committee
body_kind-court = Court
body_kind-procuratorate = Procuratorate
body_kind-police = Police
body_kind-judicial_office = Judicial office
body_kind-legal_aid = Legal aid office
body_kind-labour = Labour arbitration and inspection
body_kind-market_supervision = Market supervision
body_kind-housing = Housing authority
body_kind-department = Government department
body_kind-union = Trade union
body_kind-womens_federation = Women’s federation
body_kind-consumer_association = Consumer association
body_kind-petition_office = Petition office
body_kind-hotline = 12345 hotline
body_kind-company = Company
body_kind-station = Village or neighbourhood mediation room

## Reasons for a return
return-reason-details_missing = More details are needed
return-reason-in_court = A court or arbitration body already has it
return-reason-solved = It has been solved
return-reason-not_mediable = Mediation cannot solve this
return-reason-outside_area = It lies outside this area
return-reason-other = Another reason
return-reason-to_sender = Sent back to the body that sent it, which is responsible again

## Where it was sent
referral-court = the court
referral-arbitration = an arbitration body
referral-reconsideration = the office for administrative reconsideration
referral-police = the police
referral-department = the department in charge
referral-petition = the petition office
referral-legal_aid = the legal aid centre
referral-hotline = the 12345 hotline
referral-other = another body

problem-body = There is no such body, or it takes no new work
problem-mediator-body = This mediator does not work for that body: choose again
problem-also = The body called in must differ from the lead, and goes with a lead only
problem-mediator-assist = The lead body names the mediator; leave this empty for assisting work

## Suggestions
suggestion-title = Suggestions
suggestion-category = Kind
suggestion-category-words = The report speaks of: { $words }
suggestion-category-kept = As chosen when it was filed
suggestion-body = Body
suggestion-body-here = { $kind } of { $place } itself; takes “{ $category }”
suggestion-body-near = Nearest to { $place }: { $kind } in { $area }; takes “{ $category }”
suggestion-call-in = May be called in
suggestion-urgency = Urgency
suggestion-urgency-plain = Nothing in it calls for haste
suggestion-people-decide = These come from the playbook’s rules. You decide.

## Options
option-suggested = Suggested
option-others = Other bodies
option-mediator = { $name } ({ $n } in hand)
problem-merge-code = Write the whole code, such as 3F7-K2M-9QA
problem-merge-unknown = There is no such matter in your region
promise-clock = Time limit
promise-receipt = Receipt
promise-reply = Answer
promise-dispute = Decision of a dispute
promise-task = Task of a conference
promise-urging = Answer to an urging
promise-sender_receipt = Receipt to the sender
promise-sender_answer = Answer to the sender
promise-diversion_receipt = Receipt for what was sent over
backlog_stage-consult = Consult
backlog_stage-judge = Judge
backlog_stage-resolve = Resolve
between-back = Back to the file
between-lead = { $code } · { $category } · { $place }
between-responsible = { $body } is responsible now.
between-title = Between bodies
between-assignments = Assignments
between-disputes = Who is responsible
between-joint = Joint mediation and sponsor
between-urgings = Urging and taking over
between-trace = Trace
between-diversions = Diversion

## Lists, side by side, many at once
list-pick = Select { $code }
list-pick-all = Select all on this page
list-col-matter = Matter
list-col-status = Status
list-col-next = Next step and who
list-col-due = Deadline
list-col-opened = Reported
list-hidden = Not open to you
list-reopened = Came back
list-related = Related
list-group = { $n } applicants
list-unmediated = No mediator
list-concluded-on = Concluded on { $date }
list-stars = Rated { $n ->
    [one] 1 star
   *[other] { $n } stars
  }
pane-close = Close
pane-whole = Open as a page
bulk-title = Several at once
bulk-picked = { $n } selected
bulk-myself = Mediate myself
bulk-body = Choose a body
bulk-assign = Assign
bulk-mediator = Choose a mediator
bulk-name = Name
bulk-urgency = Choose urgency
bulk-set = Set
bulk-archive = Archive
bulk-export = Export selected
bulk-clear = Clear

## Keys and commands
keys-title = Keyboard shortcuts
keys-of-lists = Lists
keys-everywhere = On every page
keys-of-page = On this page
keys-go = Go to
keys-next = Next
keys-previous = Previous
keys-open = Open
keys-close = Close the matter beside the list
keys-pick = Select or deselect
keys-none = Deselect all
keys-help = Show this table
keys-search = Search
keys-palette = Open the command palette
palette-title = Command palette
palette-label = Type a code, words, or what to do
palette-actions = On this page
palette-views = Saved views
palette-matters = Matters
palette-search = Search for “{ $words }”
palette-found = { $n } found
list-open-as = Open as a list
## Photos, papers, voice notes
kit-attach-taken = { $n ->
    [one] One file added
   *[other] { $n } files added
}
kit-attach-choose = Choose photos or files
kit-attach-record = Record a voice note
kit-attach-recording = Recording
kit-attach-stop = Stop recording
kit-attach-again = Record again
kit-attach-voice = Voice note
kit-attach-remove = Delete
kit-attach-cancel = Cancel sending
kit-attach-preparing = Making the photo smaller
kit-attach-sending = Sending
kit-attach-sent = Sent
kit-attach-cancelled = Sending was cancelled. Everything you wrote and chose is still here.
kit-attach-offline = The connection broke and nothing was sent. Everything you wrote and chose is still here; please try again.
kit-attach-failed = It could not be sent. Everything you wrote and chose is still here; please try again later.
kit-attach-too-many = At most { $n } files at once
kit-attach-too-large = Too large: photos up to 20 MB, recordings up to 50 MB
kit-attach-wrong-kind = We do not take files of this kind; send photos, PDF, recordings or short films
kit-attach-denied = The microphone was not allowed. Allow it in the browser’s settings, or record with your phone and choose the file.
kit-attach-kept = Until you send them, photos and recordings stay on this device.
# Why a time limit stands still
pause-appraisal = an expert's appraisal
pause-waiting_party = waiting for a party's papers
pause-party_away = a party asked for time (ill, away, in mourning)
pause-other_proceeding = another proceeding has to end first
pause-force_majeure = nobody can help it (flood, epidemic)

# Why it stands here
why-late = “{ $clock }” was due on { $date }{ $paused ->
    [0] {""}
    [one] , after standing still for { $paused } day
   *[other] , after standing still for { $paused } days
}; { $source }
why-due = “{ $clock }” is due on { $date }{ $paused ->
    [0] {""}
    [one] , after standing still for { $paused } day
   *[other] , after standing still for { $paused } days
}; { $source }
why-next = Next: { $step }
why-by = { $what }, by { $date }
why-by-late = { $what }, late since { $date }
why-source = { $what }; { $source }
why-column = Why it is here
period-order = The last day must not be before the first
period-long = That is too long; ten years at most
resolved-yes = Resolved
resolved-partly = Partly resolved
resolved-no = Not resolved
rating-resolved = Is the problem solved
occasion-conclusion = on conclusion
occasion-visit = after the visit
occasion-sample = independent call-back
rating_way-own = by the party itself
rating_way-phone = by telephone
rating_way-paper = on paper
rating-counts-not = not counted
# Diversion: where it comes from, where else one can go
why-agreed = the day agreed with the sender
why-asked = the day that the sender's paper names
why-arrival-receipt = Receipt for the sender ({ $name })
why-arrival = Word to the sender ({ $name })
why-diversion-reply = Waiting for the outcome ({ $name })
why-diversion = Waiting for a receipt ({ $name })
way-police = Police transfer
way-court = Court referral
way-petition = From the petition office
way-hotline = From the hotline
way-region = From another area
way-away = Filed away from home
procedure-before_filing = Before filing
procedure-ordinary = After filing, ordinary procedure
procedure-summary = After filing, summary procedure
handed-window = Handed over in person
handed-link = Confirmed by the party online
handed-phone = Read out by telephone
handed-post = By post
handed-not_reached = Could not be reached
result_there-taken = Taken up, or registered
result_there-settled = Settled there
result_there-decided = Decided
result_there-ended = Withdrawn or ended
arrival-way = Sent by
arrival-way-none = Not sent by another body
arrival-procedure = Stage at court
arrival-procedure-none = Not from a court
arrival-procedure-when = required from courts
arrival-procedure-help = The limits differ: thirty days before filing, fifteen in ordinary and seven in summary procedure
arrival-sender-body = Sender
arrival-sender-outside = Not on this platform
arrival-sender = Name of the sender
arrival-sender-when = if it is not on this platform
arrival-number = The sender's number
arrival-number-help = Of the case, ticket or letter
arrival-number-when = required from courts and the hotline
arrival-contact = Contact there
arrival-dated = Date of the paper
arrival-answer-by = Answer wanted by
arrival-answer-by-help = Leave blank where the paper names no day: then the rules' limit holds
arrival-asks = What is asked
arrival-files = Papers that came with it
exit-by = By when:
exit-by-date = Counted from the day you named, until { $date }; earlier is safer.
exit-cost = Cost:
exit-where = Where:
exit-bring = What to bring
exit-more = How, by when, what it costs, what to bring
advice-draft-lead = This mediation did not succeed; none of your rights are touched. You can still go on:
advice-draft-line = · { $name }: { $act } ({ $source }) Telephone { $phone }
advice-draft-by = Counted from the day you named, until { $date }.

## Columns of files
sheet-code = Code
sheet-status = Status
sheet-category = Kind
sheet-region = Area
sheet-body = Body
sheet-mediator = Mediator
sheet-channel = Channel
sheet-urgency = Urgency
sheet-opened = Reported on
sheet-concluded = Concluded on
sheet-archived = Archived on
sheet-due = Due on
sheet-amount = Amount (CNY)
sheet-stars = Rating (stars)
sheet-reopened = Times reopened
sheet-applicant = Applicant
sheet-story = Story
sheet-state = State
sheet-duty = Part
sheet-wanted = Wanted by
sheet-asked_until = More time asked until
sheet-why = Why it is here
sheet-way = Way
sheet-peer = From or to
sheet-on = Date
sheet-party = Party
sheet-name = Name
sheet-occasion = Occasion
sheet-since = Since
sheet-tries = Calls in vain
sheet-days = Days
sheet-sponsor = Leader
sheet-joint = Led by
sheet-stage = Progress
sheet-from = From
sheet-until = Until
sheet-paused = Of these paused
sheet-promise = Promise
sheet-met = Done on
sheet-late_days = Days late
sheet-outcome = Outcome
sheet-point = Rule
sheet-responsible = Responsible
sheet-county = County
sheet-decider = Decided by
sheet-source = Rests on
sheet-week_from = Week from
sheet-week_to = Week until
sheet-login = Account name
sheet-roles = Roles
sheet-created = Made on
sheet-name_zh = Name in Chinese
sheet-name_en = Name in English
sheet-kind = Kind of body
sheet-region_code = Code of the area
sheet-fields = Kinds of dispute it takes
sheet-opening = Opening hours
sheet-phone = Telephone
sheet-address_zh = Address in Chinese
sheet-address_en = Address in English
sheet-tier = Tier
sheet-parent = Lies in
sheet-lon = Longitude
sheet-lat = Latitude
sheet-below = Areas directly below
sheet-bodies = Bodies
sheet-job = Job
sheet-work = What it does
sheet-key = About
sheet-run_at = Runs at
sheet-attempts = Tries
sheet-error = Last error
