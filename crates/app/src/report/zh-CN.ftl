# 说事。
report-channel-needs-token = 没有令牌时，渠道只能是 web、qr 或者 api
report-external-needs-token = 填 external_id 需要令牌

report-title = 我要说事
report-stage-1 = 您的选择
report-stage-2 = 说说情况
report-stage-3 = 几个问题
report-stage-4 = 地点和人
report-stage-5 = 核对发送

report-danger-title = 先保证人身安全
report-danger-more = 再看一遍可以怎么办
report-danger-on = 您随时可以接着填，发出后会按紧急事项处理。
report-pressing = 这件事会按紧急处理

report-story-title = 发生了什么事？
report-story-lead = 像跟邻居聊天一样，用自己的话说就行。不用注册，不收一分钱。
report-story-label = 说说情况
report-story-voice = 不想打字？录一段话
report-story-voice-help = 录好可以先听，不满意就重新录。对方听不到。
report-story-said = 我录了一段话，请听录音。
report-story-help = 什么事、从什么时候开始、跟谁、您试过哪些办法。
report-story-nothing-kept = 最后一页点发送之前，什么都不会保存。

report-kind-title = 这是哪一类事？
report-kind-lead = 选一下，我们就只问用得上的问题。选错了也不要紧，工作人员会改。
report-kind-label = 事情类别
report-kind-because = 您写到了：{ $words }
report-kind-none = 都不是，或者说不清
report-kind-all = 看看全部类别
report-kind-missing = 选一个最接近的，或者选“都不是”

report-start-title = 先看看您有哪些选择
report-start-lead = 说之前先讲明白：谁来办、收不收费、多长时间、您有什么权利、还可以找谁。
report-options-title = { $kind }：您有哪些选择
report-options-us = 在这里调解
report-options-who = 谁来办
report-who-kinds = 离您最近的{ $kinds }
report-who-or = 或者
report-options-cost = 收费
report-options-time = 多长时间
report-options-rights = 您的权利
report-options-else = 您还可以找谁
report-options-else-lead = 现在去、以后去都行，调解的时候去也行。
report-options-go = 在这里调解，继续

report-ask-title = 第 { $n } 个问题，共 { $total } 个
report-ask-go = 继续（可以跳过）

report-where-title = 在哪里、什么时候？
report-where-lead = 这样才能转给离您最近的人。
report-where-region = 镇、街道
report-where-place = 具体地点
report-where-place-help = 小区、楼栋、村、单位，像告诉出租车司机一样写
report-where-on = 哪天发生的，或者从哪天开始
report-where-on-help = 记不准写个大概
report-where-missing = 选一个镇、街道，或者写下地点
report-area-title = 在{ $name }哪里？
report-area-lead = 知道村或者社区就选一下。
report-area-label = 村、社区
report-area-whole = { $name }，再具体就不清楚了

report-you-title = 您怎么称呼？
report-you-lead = 方便我们联系您。对方只看得到您的名字。
report-you-name = 您的姓名
report-you-phone = 电话
report-you-phone-help = 只为这件事联系您。没有电话也可以，凭编号和钥匙随时查看。
report-you-address = 您的住址
report-you-more = 邮箱，或者有人替您办
report-you-email = 电子邮箱
report-you-agent-lead = 亲戚、朋友、律师、同事都可以替您说话。
report-you-agent = 谁替您办
report-you-agent-phone = 代办人电话
report-agent-missing = 请写下替您办的人的姓名
report-you-privacy = 只有办这件事的人看得到，不作别的用途。

report-other-title = 对方是谁？
report-other-lead = 人、店、公司、单位都行。不知道就空着。
report-other-name = 名字
report-other-name-help = 写您知道的，比如“楼上住户”“王老板”
report-other-phone = 电话
report-other-address = 地址
report-respondent-missing = 请给对方写个称呼，写“不清楚”也行

report-check-title = 核对一下，再发送
report-check-lead = 现在还没有发出去，每一项都可以改。
report-check-goes-to = 这件事会转到
report-check-story = 发生的事
report-check-answers = 您的回答
report-check-files = 照片、材料、录音
report-check-files-last = 文件和这一页一起发送：改完别的再选文件，选好就点发送。
report-check-files-help = 最多 { $most } 个文件，照片每张不超过 { $megabytes } MB。照片里的拍摄地点会去掉。您不同意，对方看不到。以后还可以补。
report-check-consent = 发送就是申请调解。调解自愿、免费，随时可以停；您随时可以去法院、仲裁或者报警。
report-check-send = 发送
report-line-kind = 类别
report-line-area = 地区
report-line-place = 地点
report-line-on = 时间
report-line-you = 您
report-line-agent = 替您办的人
report-line-other = 对方

report-draft-kept = 写的内容只存在这台设备上，三天后自动删掉，发出后马上删掉。
report-draft-delete = 现在删掉
report-draft-restored = 已恢复您上次在这台设备上写的内容。
report-draft-waiting = 您上次还有一件事写到一半，没有发送。
report-draft-open = 从上次停下的地方接着写
