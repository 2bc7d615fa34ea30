# The public home page.
home-title = What happened?
home-lead = A dispute with a neighbour, at home, at work or in a shop: tell us, and somebody near you will help to settle it. Free, voluntary, without an account.
home-ask = Describe it in your own words
home-ask-example = unpaid wages
home-ask-help = A few words are enough; no names or addresses yet.
home-search = Search
home-found = { $n ->
    [one] It may be this
   *[other] It may be one of these { $n }
}
home-found-other = None of these? That is fine, just go on
home-found-none-title = We found no kind that fits
home-found-none = That does not matter: tell us what happened all the same, and we will find the right people.
home-found-general = Tell us what happened
home-found-call = To ask somebody first:
home-danger-police = Call 110 (police)
home-danger-ambulance = Call 120 (ambulance)
home-doors = What you can do
home-begin = Start without a search
home-promise = About 3 minutes; nothing leaves your device before you send it
home-call = Call 12345
home-call-help = Somebody listens, at any time
home-draft = You began to write on this device and have not sent it.
home-draft-open = Go on writing
home-kinds = What people come with
home-all-kinds = All kinds of disputes
home-steps = How it works
home-step-1 = You say what happened
home-step-1-text = Online, by phone, at a window or to your grid worker. You get a code and a key.
home-step-2 = Somebody near you has it, with a deadline
home-step-2-text = You see who has it, what comes next and by when, and you can write to them.
home-step-3 = You decide
home-step-3-text = You can sign an agreement or not, stop at any time, go to court at any time, and rate how it went.
home-follow = Follow a matter
home-follow-help = With the code and key on your receipt
home-windows = Come in person
home-windows-lead = If you would rather talk to somebody: they write it down with you.
home-open = Open now
home-closed = Closed now
