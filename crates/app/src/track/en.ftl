# A party's view of a matter.
track-title = Follow your matter
track-lead = With the code and the key on your receipt. You need no account.
track-code = Code
track-key = Key
track-key-help = 17 letters and digits; capitals and hyphens do not matter
track-open = Open
track-code-missing = Please give the code on your receipt
track-key-missing = Please give the key on your receipt
track-wrong = This code and key do not match. Please compare them with your receipt; capitals and letters that look like digits do not matter.
track-lost = I lost my receipt
track-lost-text = Come to a window with your identity card, or call the office that has your matter: after checking that it is you, they print a new key.
track-merged = Your matter was joined with this one. Your key is the same, the code is new.
track-you = You

track-matter-title = Your matter
track-matter-heading = Matter { $code }
track-receipt = Receipt
track-stage-received = Received
track-stage-accepted = Taken on
track-stage-mediating = Mediation
track-stage-agreement = Agreement
track-stage-concluded = Closed
track-next-accept = They read what you sent and tell you whether they take it on.
track-next-assign = It is accepted. Next, it is given to those who will mediate.
track-next-name-mediator = Next, a mediator is named.
track-next-arrange-session = Next, the mediator arranges a meeting with both sides.
track-next-hold-session = Next is the meeting.
track-next-decide = Next, the mediator proposes an agreement or another meeting.
track-next-sign = The agreement waits to be signed. Read it calmly; nobody has to sign.
track-next-seal = All have signed. The mediator signs and seals last; then it is in effect.
track-next-conclude = The agreement is in effect. The mediator closes the matter.
track-next-await-receipt = It was sent over, and is to be signed for there.
track-next-hand-advice = This matter is closed. The written advice says where else you can go.
track-next-visit = Somebody will ask you how things went.
track-next-over = This matter is closed. You can rate it, and bring it back if it is not over.
track-next-arrange-visit = The matter is settled. A follow-up will be arranged.
track-next-archive = This matter is closed.
track-next-none = This matter is closed and filed.
track-limit = { $limit }:
track-meeting = Meeting: { $at } · { $mode }
track-meeting-how = Meeting: { $mode }
track-advice = What they wrote to you
track-advised-see = See where to go and whom to call
track-has-it = In charge:
track-mediator = Mediator { $name }

track-agreement = The agreement
track-agreement-of = { $form }, { $on }
track-agreement-in-effect = In effect since { $on }
track-agreement-facts = Facts
track-agreement-terms = What was agreed
track-agreement-duties = Who does what, by when
track-agreement-signatures = Signatures
track-duty-fulfilled = Done
track-duty-breached = Not done
track-signed-on = Signed on { $on }
track-not-signed = Not signed
track-sign-lead = By signing you agree to it. Once all have signed and it is sealed, it binds both sides, and a court can confirm it.
track-sign-read = I have read the agreement and agree of my own free will
track-read-missing = Please tick that you have read it and agree
track-sign = Sign
track-signed = You have signed the agreement.
track-refuse-open = I do not want to sign this
track-refuse-lead = Then mediation goes on, or you can stop. It does not count against you.
track-refuse-reason = What should be different
track-refuse = Do not sign this
track-refused-agreement = You did not sign. The mediator was told.
track-refused = { $reason }

track-rate = How was it handled?
track-rate-lead = Your judgement counts, whatever the result. The other side does not see it.
track-rate-again = You were visited since. How is it now? Your word of today is the one that counts.
track-rate-entered = { $by } took this down for you ({ $way }); your own word takes its place:
track-rate-stars = Your rating
track-stars-5 = 5 · very good
track-stars-4 = 4 · good
track-stars-3 = 3 · fair
track-stars-2 = 2 · poor
track-stars-1 = 1 · very poor
track-stars-missing = Choose one to five
track-rate-comment = What was good, what was not
track-rate-send = Send rating
track-rated = Thank you, your rating was recorded.
track-your-rating = Your rating:

track-messages = Messages
track-messages-none = Nothing yet. You can write to the office that has your matter.
track-message = Write a message
track-agent-title = You represent a party
track-agent = You represent { $party }
track-agent-note = You see what all parties see, and what you and the staff write to each other; you can send papers too. Signing, leaving and judging are done with the party's own key.
track-message-alone = Only you and the staff
track-message-help-agent = Only the staff will read this: neither the other side nor the party that you represent.
track-message-help = Those who handle your matter read it; the other side does not.
track-message-missing = Please write something
track-message-sent = Your message was sent.

track-files = Documents
track-files-none = No documents yet.
track-files-add = Add photos, papers or recordings
track-files-help = Photos, PDF, recordings, short films; up to 10 at once. The place a photo was taken is removed.
track-files-share = The other side may see it too
track-files-share-agent = { $party } and the other side may see it too; otherwise only you and the mediators do
track-files-missing = Choose at least one file
track-files-send = Add
track-files-sent = Your documents were added.
track-file-shared = both sides
track-file-private = you and the mediators
track-file-unnamed = Document

track-history = What happened so far
track-history-more = { $n ->
    [one] 1 earlier step
   *[other] { $n } earlier steps
}
track-rights = Your rights
track-rights-text = Mediation is voluntary. You can stop at any time, and go elsewhere at any time; it does not count against you.
track-elsewhere = Where else you can go
track-elsewhere-more = See who else can help
track-about = About this matter
track-story = What you wrote
track-leave = Forget the key on this device

track-withdraw = Stop mediation
track-withdraw-title = Stop mediation?
track-withdraw-lead = You do not need a reason, and nobody may hold it against you.
track-withdraw-means-1 = Mediation ends for everybody in this matter today.
track-withdraw-means-2 = You can go to court, arbitration or the authorities at any time.
track-withdraw-means-3 = You can bring it back here later, with the same code and key.
track-withdraw-reason = Why, if you want to say
track-withdraw-reason-help = The other side does not see it.
track-withdraw-send = Stop mediation
track-withdraw-stay = Go on with mediation
track-withdraw-over = This matter is closed already.
track-withdrawn = You stopped mediation. You can bring the matter back at any time.

track-reopen = It is not over?
track-reopen-lead = If it comes back or was not kept, bring the matter back. That is your right, as often as needed.
track-reopen-reason = What happened
track-again-missing = Please say what happened
track-reopen-send = Bring it back
track-reopened = The matter is open again.

track-receipt-title = We have it. Keep this receipt.
track-receipt-lead = With code and key you follow the matter, without an account.
track-receipt-code = Code
track-receipt-code-help = Give it when you call. On its own it opens nothing.
track-receipt-key = Key
track-receipt-key-help = Like a house key: whoever has it can open your matter. We cannot read it back to you.
track-receipt-key-short = Keep it to yourself: whoever has it can open your matter.
track-receipt-next = What happens next
track-receipt-open = Open my matter
track-receipt-image = Save as image
track-receipt-a4 = Print A4
track-receipt-80 = Print 80 mm
track-receipt-files = Add photos or papers
track-receipt-qr = QR code that leads to matter { $code }
track-receipt-qr-caption = Scan, then type the key
track-receipt-paper = Receipt
track-receipt-on = { $on } · { $kind }
track-receipt-voluntary = Free and voluntary. You can stop at any time.

# Who opened the file.
track-looks = Who opened your file
track-looks-lead = The first time each day that a member of staff opens it is kept here.
track-looks-none = No member of staff has opened it yet.
track-looks-open = { $n ->
    [one] One record
   *[other] { $n } records
}

# The sentence at the top: whose turn it is, for what, by when; and what happens if nothing does.
track-sentence = { $what }.
track-sentence-by = { $what }, by { $date }.
track-sentence-limit = { $what }. Next, by { $date }: { $limit }.
track-late = Due by { $date } ({ $limit }): { $n ->
    [one] one day late
   *[other] { $n } days late
}.
track-now-accept = { $body } is reading what you sent
track-now-assign = It is accepted; { $body } is choosing who mediates
track-now-name-mediator = { $body } is naming a mediator
track-now-arrange-session = The mediator is arranging a meeting with both sides
track-now-hold-session = Both sides meet on { $at }
track-now-decide = The mediator is preparing a proposal, or another meeting
track-now-sign-you = It is your turn: read the agreement; whether you sign is up to you
track-now-sign-other = You have signed; waiting for the other side to sign
track-now-seal = Both sides have signed; the mediator signs and seals last, then it is in effect
track-now-conclude = The agreement is in effect; the mediator is closing the matter
track-now-await-receipt = It was sent over and waits for a receipt; until then { $body } stays responsible
track-now-visit = It is closed; somebody will ask you how things went
track-now-arrange-visit = It is closed; somebody will call you later
track-now-judge = It is closed; please say how it was handled
track-now-judge-withdrawn = Mediation has stopped; please say how it was handled
track-now-over-withdrawn = Mediation has stopped
track-now-over = This matter is closed; nothing is left to do
track-now-advised = No agreement this time: there are other ways to go
track-if = If nothing happens:
track-if-late = Once the day has passed it is recorded as late; nobody can wipe that out, and supervisors see it. You need not do anything; to press for it, write, call, or ring 12345, or go elsewhere at once.
track-if-body = You need not do anything. To press for it, write, call, or ring 12345, or go elsewhere at once.
track-if-you = If you do not sign, the agreement has no effect, and nothing counts against you. Say what should change, or stop and go to court.
track-if-other-side = If they do not sign, the agreement has no effect and you lose nothing. Go on talking, or stop and go to court.
track-if-meeting = If you cannot come, write and ask for another time. Whoever misses it, another can be arranged, and you can stop and go to court.
track-if-visit = If nobody gets in touch, write here. If what was agreed is not kept, bring the matter back at any time.
track-if-withdrawn = You need not rate it. If you want to mediate after all, bring the matter back at any time.
track-if-advised = Whether you go is up to you, and nothing is held against you; if you do, mind the time limits in law. You can come back to mediation at any time.
track-if-over = You need not rate it. If what was agreed is not kept, or it starts again, bring the matter back at any time.
track-way = Where it stands
track-place-now = Now
track-place-next = Next
track-do = What you can do
track-do-sign = Read the agreement
track-do-advice = What next
track-do-rate = Rate it
track-do-call = Call
track-withdraw-means-others = You leave alone: mediation goes on with the other applicants.
