# Settled on the spot
on-the-spot-title = Settled on the spot
on-the-spot-lead = A small thing that was talked over and settled: record who, what and how it was agreed in one go.
on-the-spot-what = What it was about
on-the-spot-name = Who brought it up
on-the-spot-phone = Telephone
on-the-spot-other = The other side
on-the-spot-agreed = What they agreed
on-the-spot-agreed-help = What both agreed by word of mouth; it can be looked up later. If they did not agree, report it in the ordinary way.
on-the-spot-send = Record and close
on-the-spot-done = Recorded and closed.
on-the-spot-place = Where
on-the-spot-mediator = Who mediated
on-the-spot-mediator-none = Please choose
on-the-spot-mediator-help = The window only writes it down: a mediator of this body settled it.
problem-spot-region = That place is not yours; choose one in your own area, or register it in the ordinary way
problem-spot-mediator = Choose a mediator of this body; where there is none, register it in the ordinary way
