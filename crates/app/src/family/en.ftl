family-title = Related and merged
family-group = Many people, one matter
family-look = Check whether it was reported before
family-decide = Merge, link, or say that they are not the same
family-decide-all = See all { $n }: merge, link, or say that they are not the same
family-comma = {", "}
family-colon = {": "}
family-merged = Merged.
family-separated = Taken apart: the matter is as it was before, and so are its time limits.
family-linked = Linked.
family-unlinked = The link is removed.
family-apart = Noted: not the same. It is not suggested again.
family-choose-first = Choose one of these first
family-apart-missing = First tick the one that is not the same
family-into = is where this one went
family-gathered-here = merged into this one
family-merged-into = Merged into { $code }
family-together = What belongs together
family-reason = Reason
family-reason-suggested = Without one, what both have in common is taken. The parties read the reason of a merger.
family-parties-read = The parties read this
family-staff-read = Only the staff read this
family-lead = The two matters are led by two bodies: which one leads from now on
family-merge = Merge into it
family-merge-title = Merge into another matter
family-merge-lead = Reports, parties and keys go over; the earlier promise of both counts. They can be taken apart again.
family-into-code = Code of the matter that goes on
family-separate = Take apart again
family-separate-lead = The matter returns to the status and lead that it had before, and its time limits are counted from their own days, not anew. The parties of both read the reason.
family-link = Link
family-link-title = Link with another matter
family-link-code = Code of the other matter
family-link-kind = How they belong together
family-link-repeat = The same people again
family-link-related = Related, handled separately
family-not-same = Not the same
family-unlink = Remove the link
link_kind-repeat = the same people again
link_kind-related = related
urgency_because-returned = The parties came again: a step more urgent
urgency_because-joined = Reported by others too: more urgent
family-group-title = Many people, one matter
family-group-count = { $n ->
    [one] One applicant.
   *[other] { $n } applicants.
  }
family-group-left = { $n ->
    [one] One more has left.
   *[other] { $n } more have left.
  }
family-group-rights = Whoever is represented may still sign, leave and rate for themselves.
family-representative = Representative
family-represents = Representative: { $name }
family-speaks-for = { $n ->
    [one] speaks for one person
   *[other] speaks for { $n } people
  }
family-representative-end = No longer represents them
family-choose = Choose a representative
family-choose-lead = The applicants choose among themselves, five at most. Tick only those who agreed.
family-consents = Who agreed to be represented
family-record = How they were chosen
family-record-help = For example: chosen at a meeting in the village office on 2 March; the signed list is attached
family-representative-chosen = The representative is recorded.
family-representative-ended = They speak for themselves again.
family-add = Add many applicants
family-add-lead = One a line, pasted from a spreadsheet if you like, { $most } at most at a time. Each gets a key of their own.
family-list = List
family-list-help = Name, telephone, address, separated by spaces, commas or tabs; telephone and address may be left out. Without a telephone, put a comma before the address
family-list-example = Li Wei 13812345678 Group 3 No. 12
family-add-keys = Add and print keys
family-line-name = Line { $line } has no name, or one that does not look like a name
family-line-phone = Line { $line } has a telephone number with too few or too many digits, or an address that is too long
family-line-unclear = On line { $line } it is not clear where the name ends: put commas between name, telephone and address
family-line-twice = The person on line { $line } is listed above already. If it is somebody else of the same name, give the telephone number of each
family-line-here = The person on line { $line } is in this matter already. If it is somebody else of the same name, give the telephone number of each, or add something behind the name, such as “(Group 5)”
family-keys-title = Key
family-keys-once = { $n ->
    [one] This key is shown this once: print it now.
   *[other] These { $n } keys are shown this once: print them now, and give each to its owner.
  }
family-slip-rights = Even where somebody speaks for you, you may look, sign, leave and rate for yourself.
likely-title = Likely the same
likely-lead = These have something in common with this one. Check whether they are the same.
likely-none = Nothing similar was found.
likely-phone = same telephone number
likely-other-side = the other side reported it too
likely-name = applicant of the same name
likely-respondent = same respondent, same kind
likely-address = same address
likely-place = same place
likely-text = text { $n }% alike
family-left-on = left on { $date }
family-spoken-for-by = { $name } speaks for them
family-you-left = You left on { $date }; mediation goes on with the others. You may still look.
family-you-speak-for = { $n ->
    [one] You speak for one other applicant, who signs, leaves and rates for themselves.
   *[other] You speak for { $n } other applicants, who sign, leave and rate for themselves.
  }
family-speaks-for-you = { $name } speaks for you. You may still look, sign, leave and rate for yourself.
