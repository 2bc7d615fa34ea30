queue-title = Queue
queue-lead-reported = Longest waiting first. The playbook suggests; accept with one press, or open one to look closer.
queue-lead-accepted = Accepted, and not yet assigned to a body.
queue-lead-late = Matters with a time limit that has run out, the longest first.
queue-scopes = Scope
queue-scope-body = Own body
queue-scope-region = All of { $region }
queue-stages = Stage
queue-stage-reported = Newly reported
queue-stage-accepted = To be assigned
queue-stage-late = Late
queue-column-due = Time limit
queue-column-matter = Matter
queue-column-people = Parties
queue-column-next = Where it is stuck
queue-column-action = Actions
queue-comma = {", "}
queue-filed = Filed as
queue-suggested = The words suggest
queue-repeats = Reported { $n } more { $n ->
    [one] time
   *[other] times
  }
queue-accept = Accept as suggested
queue-accept-assign = Accept and assign
queue-accept-filed = Accept as filed
queue-more = Return, refer, merge…
queue-assign = Assign
queue-intake = Record a report
queue-keys = Press j and k to move, Enter to open.
queue-empty-reported = Nothing is waiting to be accepted
queue-empty-accepted = Nothing is waiting to be assigned
queue-empty-late = Nothing is late
queue-empty-text = What is new will show up here.
