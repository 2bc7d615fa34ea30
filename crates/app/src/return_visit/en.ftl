# Return visits
return-visit-arrange = Plan a return visit
return-visit-arranged = Planned: it will appear among your matters in time.
return-visit-on = Day
return-visit-on-help = From { $from }; please before { $until }
return-visit-report = Report the visit
return-visit-reported = The visit is reported.
return-visit-found = Was what was agreed done
return-visit-satisfied = Is the party content
return-visit-satisfied-help = Five is very content; choose none if the party would not say
return-visit-text = Remarks
return-visit-none = No return visit is waiting.
