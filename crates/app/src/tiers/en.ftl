# Levels: up, and down again
tiers-raise = Move it up a level
tiers-raise-note = The higher level has it then; the parties read why, and who has it.
tiers-to = To which level
tiers-reason = Why (the parties read it)
tiers-raised = Moved up.
tiers-requested = { $name } asked on { $date } that a higher level handle it.
tiers-ask = Record that a party asks for a higher level
tiers-ask-note = What a party asks in person or by telephone. It is answered within three working days.
tiers-asker = Which party
tiers-asker-reason = In the party's words
tiers-asked = Noted; an answer comes within three working days.
tiers-decline = Answer: it stays at this level
tiers-stay-reason = Why it stays (the party reads it)
tiers-declined = The party has your answer.
tiers-send-down = Ask a lower level to take it
tiers-send-down-note = It goes down only when that body agrees; until then it stays here.
tiers-offered = Asked; it waits for an answer.
tiers-offered-to = { $body } was asked on { $date } to take it.
tiers-answer = Answer the higher level: do you take it?
tiers-answer-what = Do you take it?
tiers-takes = We take it
tiers-takes-not = We do not
tiers-answer-reason = Reason
tiers-answer-when = required if you do not take it
tiers-answer-help = The higher level and the parties read why you do not take it.
tiers-answered = Answered.
tiers-title = Level
tiers-now = { $tier } level
tiers-turns = { $n } { $n ->
    [one] turn
   *[other] turns
} up and down
tiers-track = Which level has it
tiers-worked-by = { $body } works on it.
tiers-track-here = Level now: { $tier } ({ $body }).
tiers-track-because = Why: { $because }
tiers-track-asked = You asked for a higher level on { $date }; an answer comes within three working days.
tiers-track-open = Ask that a higher level handle it
tiers-track-lead = You may ask for a higher level. Within three working days it moves up or you read why not. You can go to court or elsewhere all the same.
tiers-track-reason = Why
tiers-track-send = Ask for it
