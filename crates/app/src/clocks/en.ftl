# Time limits: standing still, going on, growing
clocks-pause = Pause a time limit
clocks-pause-note = Only for the reasons listed. Those days do not count, and the parties read why.
clocks-pause-what = Which limit, and why
clocks-pause-words = More about it
clocks-paused = The time limit is paused.
clocks-which = Which time limit
clocks-stands = stands still since { $date }; { $n ->
    [0] no day left
    [one] 1 day left
   *[other] { $n } days left
}
clocks-resume = Let it run again
clocks-resume-note = Its end moves by as long as it was paused.
clocks-resumed = The time limit is running again.
clocks-ask = Ask for more time
clocks-ask-note = Once a time limit has run out it can no longer be extended. The playbook says who has to agree; parties do so on their own page, or you record it.
clocks-ask-reason = Why more time is needed
clocks-asked = Asked for; it waits for consent.
clocks-agree = Record whether a party agrees to more time
clocks-agree-note = What a party says at the window, by telephone or in a session. It is granted when all have agreed.
clocks-agree-party = Which party
clocks-agree-answer = Does the party agree?
clocks-agree-how = How and when it was said
clocks-agree-how-help = For example: by telephone on 27 November. The party reads it, and can say that it is not so.
clocks-approve = Decide on more time
clocks-approve-answer = Do you approve?
clocks-approve-reason = Reason for refusing
clocks-approve-when = required if you do not approve
clocks-approve-help = Whoever asked reads it.
clocks-asked-by = { $who } asked for more time for “{ $clock }”.
clocks-days = Now until { $now }; with more time until { $then }.
clocks-the-house = The body that handles it
clocks-yes = Yes
clocks-no = No
clocks-asked-in-vain = More time was asked for “{ $clock }”; it ran out before everybody had agreed, and was not made longer.
clocks-answered = Noted.
clocks-nothing-waits = No request for more time waits here any more.
clocks-track-title = More time for “{ $clock }”?
clocks-track-lead = Say yes or no as you like: none of your rights depends on it.
clocks-track-noted = The staff noted that you agree. If that is not so, say no here: your own word counts.
clocks-track-yes = I agree
clocks-track-no = I do not
clocks-track-waiting = Waiting for the others to answer.
clocks-track-over = The time ran out before everybody had agreed, so it was not made longer and there is nothing left to answer. Nothing is held against you; if both sides want to go on talking, mediation goes on.
clocks-track-now = It ends now on
clocks-track-now-on = Now until { $date }
clocks-track-then = If all agree, on
clocks-track-then-on = If all agree, until { $date }
clocks-track-who = Asked for by
clocks-track-why = Why
clocks-track-no-reason = No reason given
clocks-track-else = If anybody refuses
clocks-track-refused = It still ends on { $date }. Nobody is blamed if there is no agreement by then; you can go on talking, or go to court.
clocks-track-bar = More time?
clocks-track-bar-until = Until { $d } { $m ->
    [1] Jan
    [2] Feb
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] Aug
    [9] Sept
    [10] Oct
    [11] Nov
   *[12] Dec
}?
clocks-track-approver = Whether it is made longer is decided above; you need not answer.
clocks-windows = What you may still do
clocks-court = What the court does next
clocks-windows-over = Days that have passed
clocks-windows-over-note = Nobody used them, and nothing is held against you. If there is trouble later, tell us here or go to court.
clocks-court-over-note = The court has not told us yet. Ask it directly; its time does not depend on us.
