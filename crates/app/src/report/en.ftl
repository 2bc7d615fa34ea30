# Saying what happened.
report-channel-needs-token = Without a token a report comes by web, qr or api
report-external-needs-token = An external_id needs a token

report-title = Report a problem
report-stage-1 = Your options
report-stage-2 = What happened
report-stage-3 = A few questions
report-stage-4 = Where and who
report-stage-5 = Check and send

report-danger-title = Safety first
report-danger-more = See again what you can do
report-danger-on = You can go on here at any time; what you send will be marked urgent.
report-pressing = This will be treated as urgent

report-story-title = What happened?
report-story-lead = In your own words, as you would tell a neighbour. You need no account, and it is free.
report-story-label = Your story
report-story-voice = Rather speak than type? Record it
report-story-voice-help = You can listen to it first, and record it again. The other side does not hear it.
report-story-said = I recorded what happened; please listen to the recording.
report-story-help = What happened, since when, with whom, and what you have tried so far.
report-story-nothing-kept = Nothing is kept until you send it on the last page.

report-kind-title = What is it about?
report-kind-lead = So that we ask only what is needed. The people who handle it can correct this later.
report-kind-label = Kind of problem
report-kind-because = You wrote: { $words }
report-kind-none = Something else, or not sure
report-kind-all = Show all kinds
report-kind-missing = Choose the kind that fits best, or “Something else”

report-start-title = First, your options
report-start-lead = Before you tell us anything: who would have it, what it costs, how long it takes, what you can rely on, and where else you can go.
report-options-title = { $kind }: your options
report-options-us = Mediation here
report-options-who = Who would have it
report-who-kinds = The { $kinds } nearest to you
report-who-or = {" or "}
report-options-cost = Cost
report-options-time = How long
report-options-rights = What you can rely on
report-options-else = Where else you can go
report-options-else-lead = At any time, now or later, also while mediation goes on.
report-options-go = Go on with mediation here

report-ask-title = Question { $n } of { $total }
report-ask-go = Continue, or skip

report-where-title = Where and when?
report-where-lead = So that it reaches those nearest to you.
report-where-region = Town or subdistrict
report-where-place = Place
report-where-place-help = Street, building, village, firm: as you would tell a taxi driver
report-where-on = When it happened, or began
report-where-on-help = Roughly is fine
report-where-missing = Choose an area, or write the place in words
report-area-title = Where in { $name }?
report-area-lead = Choose the village or community if you know it.
report-area-label = Village or community
report-area-whole = { $name }: I do not know more exactly

report-you-title = Who are you?
report-you-lead = So that we know how to address and reach you. The other side sees your name only.
report-you-name = Your name
report-you-phone = Phone
report-you-phone-help = We call or text about this matter only. Without a phone you can follow it with code and key.
report-you-address = Your address
report-you-more = Email, or somebody speaks for you
report-you-email = Email
report-you-agent-lead = A relative, friend, lawyer or colleague may speak for you.
report-you-agent = Who speaks for you
report-you-agent-phone = Their phone
report-agent-missing = Please give the name of whoever speaks for you
report-you-privacy = Only those who handle your matter see this. It is not passed on for other purposes.

report-other-title = Who is the other side?
report-other-lead = A person, a shop, a firm or an office. Leave it empty if you do not know.
report-other-name = Name
report-other-name-help = As you know it: “the flat above”, “boss Wang” will do
report-other-phone = Phone
report-other-address = Address
report-respondent-missing = Please give a name for the other side, if only “unknown”

report-check-title = Check and send
report-check-lead = Nothing was sent yet. You can change every answer.
report-check-goes-to = This goes to
report-check-story = What happened
report-check-answers = Your answers
report-check-files = Photos, papers, recordings
report-check-files-last = Files are sent together with this page: change other answers first, then choose files and send.
report-check-files-help = Up to { $most } files, photos up to { $megabytes } MB. The place a photo was taken is removed. The other side does not see them unless you say so. You can add more later.
report-check-consent = By sending you ask for mediation. It is free and voluntary: you can stop at any time, and go to court, arbitration or the police at any time.
report-check-send = Send
report-line-kind = Kind
report-line-area = Area
report-line-place = Place
report-line-on = When
report-line-you = You
report-line-agent = Speaks for you
report-line-other = The other side

report-draft-kept = What you write stays on this device only. It is deleted after three days, and as soon as you send it.
report-draft-delete = Delete it now
report-draft-restored = What you wrote on this device last time has been restored.
report-draft-waiting = You began something else on this device and did not send it.
report-draft-open = Go on where you stopped
