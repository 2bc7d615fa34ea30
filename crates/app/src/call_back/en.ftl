# Independent call-backs
nav-call-backs = Call-backs
call-back-title = Independent call-backs
call-back-heading = Independent call-backs: { $place }
call-back-lead = Each week a sample of closed matters is drawn and called back by people who had no part in them. Nobody decides which are drawn or in what order, and the bodies do not see the list beforehand.
call-back-week = Closed { $from } to { $to }
call-back-frame = Closed that week
call-back-wanted = Drawn
call-back-others = { $n ->
    [one] One was your body’s: colleagues call
   *[other] { $n } were your body’s: colleagues call
}
call-back-answered-count = Answered
call-back-unreachable = Not reached
call-back-replaced = replaced in drawn order
call-back-yours = For you to call
call-back-over = Overdue; still to be called
call-back-matter = Matter
call-back-body = Closed by
call-back-ended = Status now
call-back-tries = Calls
call-back-reserve = replacement
call-back-none-yours = { $n ->
    [one] One is waiting, but your body had it
   *[other] { $n } are waiting, but your body had them
}: colleagues from other bodies call.
call-back-all-done = Everybody drawn this week has been asked
call-back-results = What people said
call-back-by-body = By body
call-back-resolved = Resolved
call-back-content = Satisfied
call-back-differs = Differs from its own visit
call-back-beside = Its own visit: { $visited }; independent call: { $found }
call-back-not-visited = No visit of its own; independent call: { $found }
call-back-not-the-same = differs
call-back-seed = Seed of the draw
call-back-none = Nothing was closed in recent weeks
call-back-none-text = Each Monday a sample of the week before is drawn.
call-back-how = How it is drawn
call-back-how-frame = Everything that ended in the week is in it: settled, not settled, withdrawn, referred, returned; archived and reopened ones too.
call-back-how-lot = The seed is the journal’s digest at the week’s last conclusion, which nobody can know beforehand. A matter’s lot follows from the seed and its code, so whoever works it out gets the same.
call-back-how-nobody = The list is written nowhere, so nobody can change it. People of a body that had the matter neither see it nor call.
call-back-how-reserve = After three unanswered calls, or a no, the next in drawn order takes its place; nobody picks.
call-back-how-counts = What is said counts for resolution and satisfaction; a party’s own word stands before it.
call-back-one = Call back
call-back-one-lead = { $code } · { $kind } · closed by { $body }
call-back-whom = Whom to call
call-back-who = On the telephone
call-back-words = Read this out, and write down the answers
call-back-say-hello = “Good day, this is { $caller } of { $body }. We had no part in your matter, { $kind }; you were drawn by lot, and we should like to hear how it really is; it takes two minutes. The body sees only the result, the other side sees nothing, and none of your rights depend on it.”
call-back-say-found = “Was what the agreement says done?”
call-back-answered = Saved, thank you.
call-back-tried = The call is noted.
call-back-why = Drawn from { $n } that ended { $from } to { $to }; called by { $due } by somebody who never had it
call-back-why-reserve = In place of one that could not be reached, drawn from { $n } that ended { $from } to { $to }; called by { $due }
