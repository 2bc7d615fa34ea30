# Failures: what happened, and what to do.
failure-refused = This cannot be done yet
failure-invalid = A few things need correcting
failure-invalid-do = Please see below, correct them and send again. Nothing was lost.
failure-unreadable = We could not read this request
failure-unreadable-do = Please go back and try again.
failure-unreadable-form = The form was incomplete or too long. Please go back and try again.
failure-unreadable-json = The request is not valid JSON in UTF-8.
failure-unreadable-key = An Idempotency-Key has 1 to 200 characters.
failure-signed-out = Please sign in
failure-signed-out-do = Staff sign in; parties use the code and key on their receipt.
failure-forbidden = You may not do this
failure-forbidden-do = If you think you should, sign in with another role or ask your organisation's administrator.
failure-not-found = Not found
failure-not-found-do = The code, key or address may be mistyped, or the matter is not open to you. To follow a matter, use the code and key on your receipt.
failure-conflict = Somebody changed this matter just now
failure-conflict-do = Your step was not saved. Please open the matter again, see what is new, and decide whether to go on.
failure-version-mismatch = There is news on this matter
failure-version-mismatch-do = Your step was not saved. Please open the matter again, see what is new, and decide whether to go on.
failure-key-reused = This Idempotency-Key was used for another request
failure-key-reused-do = Use a new Idempotency-Key for a new request.
failure-too-large = Too large
failure-too-large-do = Please make the file smaller, or send it in parts.
failure-media-type = This format is not taken
failure-media-type-do = Use application/json for the API, and forms for pages.
failure-too-many = Too many attempts
failure-too-many-do = To protect the parties, please try again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}. If it is urgent, come to a window or call 12345.
failure-fault = Something broke on our side
failure-fault-do = It is our fault, not yours. It was written down, nothing was changed. Please try again in a moment.

# Rules that said no, and what would do.
refusal-wrong-status = This matter is “{ $status }”; this step does not fit yet. See what its next step is.
refusal-already-concluded = This matter is concluded ({ $status }). If it is not over, ask for it to be reopened.
refusal-not-concluded = This matter is not concluded yet; this step comes after.
refusal-not-settled = This step is only for settled matters.
refusal-archived = The file is archived. Reopen the matter first if you need to.
refusal-reason-missing = Please give a reason; the party will see it.
refusal-text-missing = Please write something.
refusal-merge-target = It cannot be merged into that one: choose another matter that is still open.
refusal-no-such-entry = This matter has no entry { $no }. Reload the page and try again.
refusal-applicant-missing = Please name the applicant.
refusal-mediator-missing = There is no mediator yet. Name one first.
refusal-already-assigned = This body has the matter already. Choose another body or mediator.
refusal-date-past = That date is over. Choose { $earliest } or later.
refusal-date-future = That date is still to come. Choose { $latest } or earlier.
refusal-session-over = This session is over or called off. Arrange another.
refusal-session-open = A session is arranged already. Record it or call it off before you arrange the next.
refusal-no-agreement = No agreement is waiting for signatures.
refusal-terms-missing = An agreement needs at least one term.
refusal-already-signed = This party has signed already.
refusal-signature-missing = { $missing ->
    [one] One party has
   *[other] { $missing } parties have
} not signed yet. The mediator signs and seals when all have.
refusal-agreement-missing = There is no agreement in effect. A matter is settled once the agreement is signed and sealed.
refusal-advice-missing = When mediation fails, the parties are owed written advice on what else they can do.
refusal-obligation-closed = This was recorded already.
refusal-visit-pending = A return visit is arranged already.
refusal-visit-reported = This return visit is reported already.
refusal-too-soon = Too early; the first day is { $earliest }.
refusal-stars-range = Choose one to five stars.
refusal-already-rated = You have rated already, thank you.
refusal-visit-outstanding = The return visit is not done. Do it first, or archive after { $latest }.
refusal-clock-stopped = This time limit has stopped.
refusal-not-later = The new date must be later than { $due_on }.
refusal-calendar-year = The working-day calendar has no { $year } yet. Ask the administrator to add it.
refusal-too-many = Too many entries, at most { $most }.
refusal-too-long = Too long, at most { $most } characters.
refusal-amount = That amount will not do; write zero or more.

# Fields that will not do.
problem-missing = Please answer this question
problem-unknown = There is no such question
problem-answer-unknown = This kind of dispute has no such question
problem-not-a-number = Please write a number
problem-not-an-amount = Please write an amount such as 1234.50
problem-not-a-date = Please write a date such as 2026-03-01
problem-not-a-choice = Please choose one of the options
problem-not-yes-or-no = Please choose yes or no
problem-too-small = At least { $bound }
problem-too-large = At most { $bound }
problem-too-short = Too short, at least { $bound } characters
problem-too-long = Too long, at most { $most } characters
problem-too-many = Too many, at most { $most }
problem-narrative-missing = Please say what happened
problem-narrative-short = Please say a little more, so that whoever handles it understands
problem-name-missing = Please give a name, so that we know how to address you
problem-phone = Please give a phone number that works
problem-email = Please give a whole address such as name@example.org
problem-amount = That amount will not do; write zero or more
problem-date-future = That date is still to come
problem-category = There is no such category
problem-region = There is no such region
problem-region-far = That place is outside this installation's regions
problem-no-region = There are no regions yet; ask the administrator
problem-no-body = No body here can take it yet; ask the administrator
problem-json = The content has the wrong form: { $detail }
problem-file-empty = “{ $name }” is empty
problem-file-too-large = “{ $name }” is too large, at most { $most } MB
problem-file-heic = “{ $name }” is a HEIC picture, which not everyone can open; send it as JPEG
problem-file-unsupported = “{ $name }” is of a kind we do not take; send photos, PDF, recordings or short films
problem-file-not-as-named = “{ $name }” is not what its name says; please check the file
problem-file-damaged = “{ $name }” is damaged or was cut off; please choose it again
problem-file-too-many-pixels = “{ $name }” has too many pixels; please make it smaller

# The staff's menu.
nav-intake = Window
nav-queue = Triage
nav-mine = Mine
nav-late = Late
nav-unassigned = Unassigned
nav-waiting = Waiting for others
nav-matters = All matters
nav-dashboard = Dashboard
nav-statistics = Statistics
nav-operator = Administration
nav-playbooks = Playbooks

# What comes next on a matter.
next-accept = to be accepted
next-assign = to be assigned
next-name-mediator = a mediator to be named
next-arrange-session = a session to be arranged
next-hold-session = the session to be held
next-decide = an agreement to be drafted, or another session
next-sign = the parties to sign
next-seal = the mediator to sign and seal
next-conclude = to be concluded
next-arrange-visit = a return visit to be arranged
next-visit = the return visit
next-archive = to be archived
next-none = nothing; all done
