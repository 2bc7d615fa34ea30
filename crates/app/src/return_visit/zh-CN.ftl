# 回访
return-visit-arrange = 安排回访
return-visit-arranged = 回访已安排，到时会出现在您的事项里。
return-visit-on = 回访日期
return-visit-on-help = 最早{ $from }，请在{ $until }之前完成
return-visit-report = 登记回访结果
return-visit-reported = 回访结果已登记。
return-visit-found = 约定的事做到了吗
return-visit-satisfied = 当事人满意吗
return-visit-satisfied-help = 五分是很满意；当事人不愿意说就不选
return-visit-text = 情况说明
return-visit-none = 没有等着做的回访。
