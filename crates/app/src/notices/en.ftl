nav-notices = Notices
notices-title = Notices
notices-lead = What needs you. A notice goes away once it has been dealt with, or its matter is over.
notices-none = No notices
notices-none-text = New work, urgings, time limits that near their end and signs of danger appear here.
notices-new = New
notices-seen = Read
notices-which = Which notices
notices-all = All
notices-unread = Not read
notices-none-unread = Nothing left to read
notices-read-one = Mark as read
notices-read-all = Mark all as read
notices-read = All marked as read.
notice-danger = Signs of danger: please look at once
notice-lapsed = “{ $clock }” is late: it was due by { $due }
notice-warned = { $part } of the time for “{ $clock }” has passed: due on { $due }
notice-soon = “{ $clock }” is due soon: on { $due }
notice-urged = You are urged: please answer by { $due }
notice-urged-by-rule = “{ $clock }” ran out, and you are urged by rule: please answer by { $due }
notice-urged-below = “{ $clock }” ran out, and { $body } was urged by rule: its answer is due by { $due }
notice-assigned = New work: please sign for it by { $due }
notice-named = You are asked to mediate
notice-returned = Work was sent back: please find another way
notice-handed-over = Work is being handed over to you: please sign for it
notice-conference = Please come to the conference on { $due }
notice-conference-moved = The conference is moved to { $due }
notice-conference-off = The conference of { $due } is called off
notice-duty-gap = Nobody is on duty for { $n ->
    [one] one stretch
   *[other] { $n } stretches
} of time, the first on { $due }: please find somebody
notice-consent = A party answered whether it wants the matter to go elsewhere
notice-send-down = The level above asks your body to take this back: please answer
notice-raised = A matter came up to your body: please take it up, or give it to somebody
notice-extension-asked = More time is asked for “{ $clock }”, which is due on { $due }: please decide
notice-duty-note = A hand-over note from the previous shift waits for your signature
