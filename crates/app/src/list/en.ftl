list-title = Matters
list-lead-mine = The next step is yours or your body’s.
list-lead-late = Past a deadline and not concluded, the longest first.
list-lead-unassigned = Accepted, with no body or mediator to handle it yet; the longest waiting first.
list-lead-waiting = The next step is a party’s or another body’s; the longest waiting first.
list-none-mine = Nothing in hand
list-none-late = Nothing is late
list-none-unassigned = Nothing waits to be assigned
list-none-waiting = Nothing waits for others
list-tabs = By standing
list-tab-all = All
list-tab-open = Open
list-tab-late = Late
list-tab-concluded = Concluded
list-tab-archived = Archived
list-tab-reopened = Came back
list-tab-related = Related
list-tab-group = Many applicants
list-region = Area
list-category = Kind
list-body = Responsible body
list-lead = Lead, signed for or not
list-any-lead = Any lead
list-unsigned = { $body } ({ $lead } has not signed)
list-status = Status
list-mediator = Mediator
list-channel = Channel
list-urgency = Urgency
list-order = Order
list-order-newest = Newest first
list-order-best = Best match first
list-order-due = Earliest deadline first
list-order-due-last = Latest deadline first
list-order-oldest = Oldest first
list-any-region = All areas
list-any-category = All kinds
list-any-body = All bodies
list-any-status = All statuses
list-any-mediator = All mediators
list-any-channel = All channels
list-any-urgency = Any urgency
list-more = More conditions
list-from = Reported on or after
list-to = Reported on or before
list-concluded-from = Concluded on or after
list-concluded-to = Concluded on or before
list-empty-title = No matter fits these conditions
list-empty-text = Try another word, or take some conditions away.
list-empty-action = Clear all conditions
list-none-title = No matters yet
list-none-text = They appear here once somebody reports one.
list-unseen =
    { $n ->
        [0] None of the more recent matters fits. Older ones have not been looked at yet.
       *[other] Only the more recent matters were looked at. Older ones have not been yet.
    }
list-look-back = Look further back
list-views = My saved views
list-view-keep = Save this view
list-view-help = Keeps these conditions, to be opened with one click. Only you see it; one of the same name is replaced.
list-view-name = Name
list-view-drop = Delete “{ $name }”
list-view-kept = The view was saved.
list-view-rename = Rename
list-view-pin = Put “{ $name }” into the sidebar
list-view-up = Move “{ $name }” up
list-view-down = Move “{ $name }” down
list-view-unpin = Take “{ $name }” out of the sidebar
list-view-changed = The view was changed.
list-view-dropped = The view was deleted.
list-view-name-missing = Give it a name
list-view-query-long = These are too many conditions to save
list-promise = Time limits
list-any-promise = In time or not
list-promise-taken = Accepted under a limit
list-promise-taken-in-time = Accepted in time
list-promise-taken-late = Accepted late
list-promise-ended-in-time = Ended in time
list-promise-ended-late = Ended after a limit
list-step = Waits for
list-any-step = Whatever it waits for
list-taken-from = Accepted from
list-taken-to = Accepted to
bulk-none = Select matters first
bulk-body-missing = Choose a body
bulk-mediator-missing = Choose a mediator
bulk-urgency-missing = Choose an urgency
bulk-did-assign = Assign:
bulk-did-mediator = Name a mediator:
bulk-did-urgency = Set urgency:
bulk-did-archive = Archive:
bulk-done = { $n ->
    [one] { $n } was done.
   *[other] { $n } were done.
  }
bulk-refused = { $n ->
    [one] { $n } was not, for the reason below.
   *[other] { $n } were not, for the reasons below.
  }
bulk-ok = done
bulk-not = not done
bulk-back = Back to the list
list-counted = Counted in a rate
list-any-counted = Counted or not
list-counted-from = Counted on or after
list-counted-to = Counted on or before
