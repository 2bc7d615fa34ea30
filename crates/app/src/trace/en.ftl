trace-title = Trace
trace-total = From the report until now
trace-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
trace-holders = Stays
trace-marks = Marks
trace-stays = Who was responsible when
trace-drawing = The time each body was responsible, from left to right
trace-drawing-help = The numbers are those of the table below; a red dot marks a stay in which something was missed.
trace-no = No
trace-body = Body
trace-period = Period
trace-now = now
trace-held = Days
trace-paused = Paused by rule
trace-missed-here = Missed
trace-promises = What was promised in time
trace-promise = Promise
trace-due = Due
trace-met = Met
trace-outcome = Outcome
trace-kept = In time
trace-running = Not due yet
trace-missed = { $n ->
    [one] 1 day late
   *[other] { $n } days late
}
trace-lifted = Lifted, does not count
trace-withdrawn = Withdrawn on { $date }, does not count
trace-upheld = Not accepted; the mark stays
trace-none = Nothing yet
trace-mark-help = A mark says whether a body was in time; it never concerns a person. The body may object; a lifted mark stays visible and does not count.
trace-objection-to = { $body }: { $promise }, due on { $date }
trace-object-text = Why this mark should not stand
trace-object = Object
trace-object-title = Objections
trace-object-lead = Say why a mark should not stand; a supervisor above decides.
trace-objected-on = Objected on { $date }
trace-objected = Your objection is sent.
trace-judge-reason = Reason
trace-lift = Lift the mark
trace-uphold = Let it stand
trace-judged = Judged.
trace-waits = Waits for a supervisor
trace-of-body = Trace of { $body }
trace-back = Back to the bodies
trace-from = From
trace-to = To
trace-held-count = Stays
trace-promised = Promises due
trace-kept-count = Kept
trace-lifted-count = and { $n } lifted
trace-matter = Matter
trace-appealed = Objected to
trace-no-marks = No marks in this period
trace-nothing-held = Nothing was held in this period
trace-share = Length
trace-index = Traces
trace-index-lead = Choose a body to see what it held over a period, and what was not in time
trace-open-objections = Objections that wait
trace-find-body = Name of a body
trace-kind = Kind
trace-place = Place
trace-no-body = No body found
