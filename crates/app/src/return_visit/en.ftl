# Return visits
return-visit-arrange = Plan a return visit
return-visit-arranged = Planned: it will appear among your matters in time.
return-visit-on = Day
return-visit-on-help = From { $from }; please before { $until }
return-visit-report = Report the visit
return-visit-reported = The visit is reported.
return-visit-found = Has what was agreed been done
return-visit-satisfied = Is the party satisfied
return-visit-satisfied-help = Five is very satisfied; choose none if the party would not say
return-visit-text = Remarks
return-visit-none = No return visit is waiting.
