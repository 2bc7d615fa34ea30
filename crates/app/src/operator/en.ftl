operator-title = Installation
operator-tabs = Parts of the installation
operator-tab-overview = Overview
operator-tab-accounts = Accounts
operator-tab-bodies = Bodies
operator-tab-regions = Regions
operator-tab-jobs = Background jobs
operator-dead = { $n ->
    [one] One background job gave up
   *[other] { $n } background jobs gave up
 }
operator-dead-do = See why, and revive or discard
operator-backup-late = No backup for more than a week
operator-backup-none = No backup was made yet
operator-backup-late-do = On the server: concord backup FILE. It may run while people work.
operator-events = Events in the journal
operator-size = Database
operator-mib = { $n } MiB
operator-sessions = People signed in
operator-waiting = Writes waiting
operator-jobs = Jobs in line
operator-audit = Last changes to the installation
operator-audit-empty = Nothing was changed yet
operator-action = What
operator-whom = To what
operator-who = By whom
operator-at = When
operator-installation = This installation
operator-version = Version
operator-database = Database
operator-backup = Last backup
operator-never = never
operator-zone = Time zone
operator-address = Public address
operator-look = View
operator-playbooks = Playbooks
operator-saved = Saved
operator-name = Name
operator-name-missing = Write a name
operator-name-zh = Name in Chinese
operator-name-en = Name in English
operator-login = Account name
operator-login-help = What is typed to sign in: letters and digits, such as lin.zhiyuan
operator-roles = Roles
operator-role = Role
operator-role-missing = Choose a role
operator-body = Body
operator-body-house = The installation itself (operators only)
operator-body-help = The role covers the region of this body
operator-body-missing = Choose the body in which the role is held
operator-state = State
operator-active = active
operator-disabled = disabled
operator-do = To do
operator-account-new = New account
operator-account-create = Create the account
operator-account-new-note = A first password is created and shown once. Further roles can be given afterwards.
operator-account-find = Name or account name
operator-accounts-none = No account found
operator-accounts-none-do = Search with fewer letters, or create a new one.
operator-created = made { $at }
operator-made = Made
operator-roles-none = Holds no role: may sign in and see nothing
operator-role-give = Give a role
operator-role-given = Role given
operator-role-take = Take back
operator-role-taken = Role taken back
operator-tokens = API tokens
operator-tokens-what = With a token a program acts for this account.
operator-token-label = What for
operator-token-label-missing = Write what the token is for
operator-token-help = For example: hotline 12345, nightly export
operator-token-create = Create a token
operator-token-made = Made
operator-token-used = Last used
operator-token-over = revoked
operator-token-revoke = Revoke
operator-token-revoked = Token revoked; it opens nothing any more
operator-password = Password
operator-password-what = A new password is created and shown once. Whoever is signed in with the old one is signed out.
operator-password-reset = Create a new password
operator-disable-title = Access
operator-disable-what = Ends sessions and tokens at once. What was done with the account stays on record.
operator-disable = Disable the account
operator-disabled-since = Disabled since { $at }.
operator-enable = Let it be used again
operator-account-disabled = Account disabled
operator-account-enabled = Account can be used again
operator-not-oneself = You cannot shut yourself out: ask another operator.
operator-secret-password = New password
operator-secret-token = New token
operator-secret-once = This is shown once. Hand it on safely now; afterwards only a new one can be made.
operator-secret-help-password = It can be changed after signing in.
operator-secret-help-token = Sent as Authorization: Bearer …
operator-secret-kept = I have it
operator-code = Code
operator-code-taken = This code is taken
operator-kind = Kind
operator-region = Region
operator-region-all = All regions
operator-body-find = Name or code
operator-body-new = New body
operator-body-create = Create the body
operator-body-created = Body created
operator-bodies-none = No body here
operator-body-is-open = open
operator-body-is-closed = takes no new work
operator-body-code-help = Short and unique, such as TC-0412
operator-body-code-wrong = Write a code of at most 32 characters, without spaces
operator-body-region = Code of the region it serves
operator-region-unknown = There is no region with this code
operator-body-fields = Kinds of dispute it takes
operator-body-fields-help = None means all.
operator-opening = Opening hours
operator-opening-help = For example: Mon-Fri 09:00-12:00,14:00-17:30; Sat 09:00-12:00
operator-opening-wrong = Write hours as Mon-Fri 09:00-12:00,14:00-17:30
operator-phone = Telephone
operator-address-zh = Address in Chinese
operator-address-en = Address in English
operator-body-close-title = Close
operator-body-close-what = The body gets no new matters. What it has stays with it until it is settled or assigned elsewhere.
operator-body-close = Take no new work
operator-body-closed = The body takes no new work
operator-body-open-title = Open again
operator-body-open-what = The body can be given matters again.
operator-body-open = Take new work again
operator-body-opened = The body takes new work again
operator-tier = Tier
operator-below = Below it
operator-region-path = Where you are
operator-region-top = Top
operator-regions-none = No region below
operator-regions-none-do = Add the first one here.
operator-region-new = Add a region
operator-region-create = Add
operator-region-created = Region added
operator-region-code-help = Digits after GB/T 2260: city 4, county 6, town 9, village 12, grid 15. It begins with the code of the region above.
operator-region-code-wrong = Write 2, 4, 6, 9, 12 or 15 digits
operator-region-parent-missing = Add the region above first: its code is how this one begins
operator-region-note = A code stays: matters, counts and roles hang on it.
operator-lon = Longitude
operator-lat = Latitude
operator-degrees-wrong = Write degrees, such as 112.57
operator-jobs-dead = Gave up
operator-jobs-dead-what = They failed ten times. Revive one once the cause is gone, or discard it.
operator-jobs-dead-none = No job gave up
operator-jobs-dead-none-what = Jobs that keep failing appear here with their last error.
operator-jobs-waiting = In line
operator-jobs-waiting-none = Nothing in line
operator-job = Job
operator-work-danger-tell = Tell the next in line of signs of danger that wait
operator-work-clocks-lapse = Note time limits that ran out
operator-work-clocks-warn = Warn before time limits run out
operator-work-clocks-recount = Count time limits anew by a changed calendar
operator-work-tiers-rise = Take long disputes up a level
operator-work-roster-gaps = Look for shifts that nobody serves
operator-work-archive-due = Close the files that are due
operator-work-prune = Clear away expired sessions and drafts
operator-job-error = Last error
operator-job-attempts = Tries
operator-job-at = Runs at
operator-job-was-at = Was to run at
operator-job-ready = waits
operator-job-running = runs
operator-job-dead = gave up
operator-job-revive = Revive
operator-job-discard = Discard
operator-job-revived = The job is in line again
operator-job-discarded = The job was discarded
operator-playbooks-what = How each kind of dispute is handled here: what is asked, how long each step may take and by which rule, and where else people can go.
operator-playbook-general = all other kinds
operator-playbook-figures = { $asks } questions · { $clocks } time limits
operator-playbook-clocks = Time limits
operator-playbook-clock = Step
operator-playbook-limit = Within
operator-playbook-extend = Longer once by
operator-playbook-source = Where it is written
operator-playbook-asks = Questions
operator-playbook-remedies = Where else people can go
operator-playbook-in-short = In short
operator-playbook-categories = Kinds of dispute
operator-playbook-cost = Cost
operator-playbook-duration = Duration
operator-playbook-start = Begins at
operator-playbook-visit = Return visit
operator-playbook-visit-when = { $from } to { $until } days after the conclusion
operator-playbook-archive = File closed
operator-playbook-archive-when = { $n ->
    [one] 1 day
   *[other] { $n } days
  } after the conclusion at the latest
operator-playbook-rights = What parties may rely on
operator-playbook-rises = When it goes up
operator-limit-working_hours = { $n ->
    [one] 1 office hour
   *[other] { $n } office hours
  }
operator-limit-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
 }
operator-limit-days = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
operator-limit-working-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
 }
operator-limit-months = { $n ->
    [one] 1 month
   *[other] { $n } months
 }
operator-ask-text = a line
operator-ask-long_text = a text
operator-ask-integer = a number
operator-ask-money = an amount
operator-ask-date = a date
operator-ask-choice = one of
operator-ask-yes_no = yes or no
operator-outlines = Outlines
operator-outlines-lead = With outlines the dashboard draws a map of the regions. They stay on this machine; no map service is asked.
operator-outlines-held = Outlines kept
operator-outlines-with = With outline
operator-outlines-all = Regions
operator-outlines-upload = Upload outlines
operator-outlines-file = GeoJSON file
operator-outlines-help = A FeatureCollection in WGS 84; the property code (or adcode) of each feature is the region's code, also when filled up with zeros to six or twelve digits. A geometry of null takes the region's outline away. 8 MB at most, 5,000 positions for each region.
operator-outlines-look = Look at it first
operator-outlines-preview =
    { $n ->
        [one] 1 region can be saved
       *[other] { $n } regions can be saved
    }
operator-outlines-changes = { $new } new, { $replaced } replaced, { $removed } taken away. Nothing is saved yet.
operator-outlines-drawn = The outlines in the file
operator-outlines-save = Save { $n }
operator-outlines-saved = Outlines saved
operator-outlines-change = Change
operator-outlines-area = km²
operator-outlines-new = new
operator-outlines-replaced = replaced
operator-outlines-removed = taken away
operator-outlines-none = had none
operator-outlines-more = { $n } more are not listed.
operator-outlines-unfit =
    { $n ->
        [one] 1 feature will not do
       *[other] { $n } features will not do
    }
operator-outlines-feature = Feature { $no } ({ $code }): { $why }
operator-outlines-feature-bare = Feature { $no }: { $why }
operator-outlines-no-file = Choose a file
operator-outlines-too-large = The file is larger than 8 MB: simplify the outlines first
operator-outlines-not-json = The file cannot be read: it is not JSON
operator-outlines-not-collection = The file must be a GeoJSON FeatureCollection
operator-outlines-count = The file must hold 1 to 2,000 features
operator-outline-no-code = no property named code
operator-outline-unknown-code = there is no region with this code
operator-outline-twice = the file has a feature of this region already
operator-outline-kind = must be a Polygon or MultiPolygon
operator-outline-position = a position is no longitude and latitude
operator-outline-ring = a ring is not closed, or has fewer than four positions
operator-outline-flat = a ring encloses nothing
operator-outline-many = more than 5,000 positions: simplify it first

# What a playbook would do
operator-path = The way of a matter
operator-path-lead = Dates as if the step happened today.
operator-path-matter-reported = Reported
operator-path-matter-accepted = Accepted
operator-path-matter-assigned = Assigned
operator-path-mediator-named = Mediator named
operator-path-session-arranged = Session arranged
operator-path-agreement-sealed = Agreement in effect
operator-path-matter-concluded = Concluded
operator-path-matter-rise_asked = A party asks for a higher level
operator-path-matter-raised = Moved up
operator-path-matter-reopened = Reopened
operator-explain-title = Playbook “{ $name }” ({ $id }): if a matter between two parties came by the web today
operator-explain-start = It begins at { $tier } level, with { $bodies }
operator-explain-clock = { $name }: { $limit }, from today until { $date }
operator-explain-source = { $source }
operator-explain-then = {"; "}
operator-explain-or = {", "}
operator-explain-when = only where { $rule }
operator-explain-parties = the parties' own time, to use or not
operator-explain-pause = may stand still for: { $reasons }
operator-explain-extend = longer by { $limit } with { $by }; how often at most: { $times }
operator-explain-by-all-parties = the consent of all parties
operator-explain-by-supervisor = the supervisor's approval
operator-explain-by-coordinator = the coordinator's approval
operator-explain-lapse-urge = the supervisor is told when it runs out
operator-explain-lapse-rise = it moves up when it runs out
operator-explain-channel = [{ $name }] { $clock }
operator-explain-rises = When it moves up:
operator-explain-rise = up to { $tier } level: { $because } ({ $rule })
operator-explain-refusal = If a party refuses mediation or a signature, mediation ends or goes on; it counts against nobody and bars no court.
operator-explain-after = Asked again from day { $from } to day { $until } after the conclusion; the file may close from day { $archive }
operator-exits = Where it can go from here
operator-exits-lead = Mediation bars no other way. Until the receiver has signed, whoever sends stays responsible.
operator-explain-exits = Where it can go:
operator-explain-exit = { $name } ({ $goes })
operator-explain-exit-whole = goes as a whole; mediation here ends
operator-explain-exit-beside = mediation here may go on beside it
operator-explain-exit-danger = needs no consent where there is danger
operator-explain-exit-act = The person's own time: { $says } { $source }
operator-explain-exit-receipt = The receiver signs: { $limit }, until { $date } if it is sent today; { $source }
operator-explain-exit-reply = We ask what came of it: { $limit }, on { $date } if it is signed for today; { $source }
operator-path-confirmation-applied = Confirmation by the court applied for
operator-path-confirmation-accepted = The court took the application
operator-explain-court = the court's own time, kept so that it can be seen
operator-explain-by-court = the court president's approval
