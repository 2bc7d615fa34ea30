# 时限：暂停、恢复、延长
clocks-pause = 暂停时限
clocks-pause-note = 只有下面列出的原因可以暂停。暂停的天数不算在期限里，当事人会看到原因。
clocks-pause-what = 哪个时限，为什么
clocks-pause-words = 补充说明
clocks-paused = 时限已暂停。
clocks-which = 哪个时限
clocks-stands = { $date }起停着，{ $n ->
    [0] 没有剩余的天数
   *[other] 还剩 { $n } 天
}
clocks-resume = 恢复时限
clocks-resume-note = 恢复以后，期限按暂停的天数顺延。
clocks-resumed = 时限已恢复。
clocks-ask = 申请延长
clocks-ask-note = 期限过了就不能再延长。要谁同意，写在预案里；当事人可以自己在查询页同意，也可以由您登记。
clocks-ask-reason = 为什么需要更多时间
clocks-asked = 已提出延长，等待同意。
clocks-agree = 登记当事人是否同意延长
clocks-agree-note = 当事人在窗口、电话里或者调解会上说的，由您登记；各方都同意才延长。
clocks-agree-party = 哪位当事人
clocks-agree-answer = 同意吗
clocks-approve = 审批延长
clocks-approve-answer = 批准吗
clocks-approve-reason = 不批准的原因
clocks-approve-when = 不批准时必填
clocks-approve-help = 申请的人会看到。
clocks-asked-by = { $who }提出延长“{ $clock }”的时间。
clocks-the-house = 办理机构
clocks-yes = 同意
clocks-no = 不同意
clocks-asked-in-vain = “{ $clock }”申请过延长，到期以前没有等到各方都同意，没有延长。
clocks-answered = 已记下。
clocks-nothing-waits = 这里没有等待答复的延长申请了。
clocks-track-title = 要不要再多给些时间
clocks-track-asked = { $who }希望延长“{ $clock }”的时间。
clocks-track-lead = 各方都同意才会延长。不同意也没关系，期限不变，不影响您的权利。
clocks-track-yes = 同意延长
clocks-track-no = 不同意
clocks-track-waiting = 正在等其他各方答复。
clocks-track-over = 期限已经过了，到期以前没有等到各方都同意，所以没有延长，现在不用再答复。这对您没有任何不利；双方愿意接着谈的，可以继续调解。
clocks-windows = 您还可以做的事
clocks-court = 法院那边到哪一步
clocks-windows-over = 已经过去的期限
clocks-windows-over-note = 期限里没有人用过这项权利，对您没有任何不利影响。以后有问题，可以在这里告诉我们，也可以去法院。
clocks-court-over-note = 还没有收到法院的消息，可以直接问法院；这段时间不由我们决定。
