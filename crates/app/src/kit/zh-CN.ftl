# 共用的词句。各栏目自己的词句在各自的文件夹里。

## 名称
kit-name = 和解
kit-name-latin = Concord
kit-tagline = 矛盾纠纷调处
# 名称和内容之间。
kit-colon = ：
kit-skip = 跳到正文
kit-home = 首页
kit-language-other = English
kit-text-larger = 大字
kit-text-normal = 标准字号
kit-read = 朗读
kit-read-page = 朗读本页
kit-read-pause = 暂停
kit-read-play = 继续
kit-read-stop = 停止朗读
kit-kinds-such-as = 比如：{ $words }
kit-kinds-between = 、
kit-menu = 菜单
kit-search = 搜索
kit-search-matters = 编号、姓名、电话、地址或事由
kit-sign-in = 工作人员登录
kit-sign-out = 退出
kit-voluntary = 调解是自愿的、免费的。您随时可以停止，也随时可以去法院、劳动仲裁、公安机关或者拨打 12345；不同意调解，对您没有任何不利影响。
kit-report = 反映问题
kit-track = 查进度
kit-emergency = 人身安全受到威胁，请立即拨打 110。

## 常用词
yes = 是
no = 否
save = 保存
cancel = 取消
back = 返回
next = 下一步
continue = 继续
send = 提交
close = 关闭
change = 修改
edit = 编辑
remove = 移除
add = 添加
open = 打开
show = 查看
more = 更多
all = 全部
none = 无
print = 打印
download = 下载
copy = 复制
copied = 已复制
filter = 筛选
clear = 清除
apply = 应用
search = 搜索
optional = 选填
required = 必填
unknown = 不详
choose = 请选择
total = 合计
today = 今天
loading = 正在载入……

## 表单
kit-errors-title = { $n ->
    [1] 有一处需要改一下
   *[other] 有 { $n } 处需要改一下
}
kit-error-at = 错误：
kit-error-of = { $label }：{ $text }
kit-characters-left = 还可以写 { $n } 个字
kit-characters-over = 超出 { $n } 个字
kit-draft-restored = 已恢复上次没有提交的内容。
kit-draft-discard = 放弃草稿
kit-file-chosen = 已选 { $n } 个文件
kit-change-what = 修改{ $what }

## 列表
kit-shown-of = 显示 { $shown } 条，共 { $total } 条
kit-shown = 显示 { $shown } 条
kit-page-next = 下一页
kit-page-first = 回到第一页
kit-pages = 翻页
kit-csv = 导出 CSV
kit-xlsx = 导出 Excel
kit-sort = 排序
kit-sort-ascending = 升序
kit-sort-descending = 降序
kit-sort-due = 时限
kit-sort-opened = 上报先后
kit-sort-body = 机构
kit-sort-region = 地点
kit-sort-field = 领域
kit-sort-since = 等待长短
kit-sort-on = 日期
kit-sort-tries = 已打
kit-sort-made = 建立先后
kit-sort-name = 名称
kit-sort-login = 账号
kit-sort-state = 状态
kit-sort-kind = 类别
kit-sort-code = 代码
kit-sort-below = 下级
kit-sort-bodies = 机构数
kit-sort-job = 任务种类
kit-sort-at = 时间
kit-sort-attempts = 次数
kit-table-below = 查看数据表
kit-steps = 步骤
kit-step-of = 第 { $n } 步，共 { $total } 步
kit-step-done = 已完成
kit-step-current = 当前
kit-loading = 正在取，请稍等……
kit-failed = 这部分没有取到
kit-failed-text = 您写的东西没有丢。请再试一次；还是不行，就告诉管系统的人。
kit-try-again = 再试一次
kit-locked = 这部分您看不到
kit-locked-text = 只有经办这件事的人能看。工作上确实需要，请找主办单位。
kit-no-results = 没有找到
kit-here = 当前位置
kit-alone = 仅{ $who }和工作人员可见
kit-private = 仅工作人员可见
kit-shared = 各方可见

## 日期
kit-date = { $y }年{ $m }月{ $d }日
kit-datetime = { $date } { $time }
kit-weekday = { $date }（{ $w ->
    [1] 星期一
    [2] 星期二
    [3] 星期三
    [4] 星期四
    [5] 星期五
    [6] 星期六
   *[7] 星期日
  }）
kit-day-today = 今天
kit-day-tomorrow = 明天
kit-day-yesterday = 昨天
kit-day-ahead = { $n } 天后
kit-ago-now = 刚刚
kit-ago-minutes = { $n } 分钟前
kit-ago-hours = { $n } 小时前
kit-live-told = 刚刚更新：
kit-live-and = 、
kit-live-stale = 刚刚有同事办了这一步。您写的内容还在，提交前请先看看上面的最新情况。
kit-news-title = 您填写的时候，这件事有了变化
kit-news-lead = 您写的内容都还在下面，没有提交。看过这些变化以后，需要改的改一改，再提交一次就可以了。
kit-news-lead-over = 您写的没有提交，现在也不用再提交了。内容留在下面，需要的话可以抄下来。
kit-news-written = 您刚才写的
kit-day-ago = { $n } 天前
kit-ago-days = { $n } 天前

## 时限
clock-due = { $date }前
clock-left = 还剩 { $n } 天
clock-today = 今天到期
clock-late = 超期 { $n } 天
clock-late-hours = 已经超时
clock-paused = 暂停计时
clock-met = 未超期
clock-missed = 超期完成
clock-passed = 期限已于{ $date }过去
clock-used = 已完成
clock-source = 依据：{ $source }

## 状态
status-reported = 已上报
status-accepted = 已受理
status-assigned = 已交办
status-mediating = 调解中
status-agreement = 待签协议
status-settled = 已和解
status-not_settled = 未达成
status-withdrawn = 已撤回
status-returned = 已退回
status-referred = 已转其他途径
status-merged = 已并案
status-archived = 已归档

## 渠道
channel-window = 窗口
channel-phone = 电话热线
channel-grid = 网格
channel-police = 公安移交
channel-court = 法院移交
channel-visit = 来访
channel-web = 网上
channel-qr = 扫码
channel-import = 导入
channel-api = 接口

## 缓急
urgency-normal = 一般
urgency-soon = 尽快
urgency-urgent = 紧急

## 岗位
role-clerk = 窗口人员
role-grid_worker = 网格员
role-coordinator = 调度员
role-mediator = 调解员
role-officer = 承办干部
role-supervisor = 督办员
role-representative = 代表委员
role-operator = 系统管理员
role-party = 当事人

## 层级
tier-grid = 网格
tier-village = 村（社区）
tier-town = 镇（街道）
tier-county = 区县
tier-city = 市
tier-province = 省

## 出错页
error-home = 回到首页

## 事项里的词
party_role-applicant = 申请人
party_role-respondent = 被申请人
party_role-third = 第三人
duty-lead = 主办
duty-assist = 协办
mode-on_site = 现场
mode-online = 线上
mode-phone = 电话
session_outcome-agreed = 达成一致
session_outcome-continued = 改日再谈
session_outcome-failed = 没有谈成
session_outcome-absent = 有人未到场
form-written = 书面
form-oral = 口头
outcome-settled = 调解成功
outcome-not_settled = 调解不成
found-fulfilled = 已履行
found-partly = 部分履行
found-not_yet = 尚未履行
found-coming_back = 有反复
audience-staff = 仅工作人员
audience-parties = 各方可见

## 机构
body_kind-centre = 矛调中心
body_kind-committee = 人民调解委员会
body_kind-trade_committee = 行业调解委员会
body_kind-court = 法院
body_kind-procuratorate = 检察院
body_kind-police = 公安机关
body_kind-judicial_office = 司法所
body_kind-legal_aid = 法律援助机构
body_kind-labour = 劳动仲裁和监察机构
body_kind-market_supervision = 市场监管部门
body_kind-housing = 住建部门
body_kind-department = 政府部门
body_kind-union = 工会
body_kind-womens_federation = 妇联
body_kind-consumer_association = 消费者协会
body_kind-petition_office = 信访部门
body_kind-hotline = 12345 热线
body_kind-company = 企业
body_kind-station = 村（社区）调解室

## 退回的原因
return-reason-details_missing = 材料还不够，请补充
return-reason-in_court = 法院或者仲裁机构已经在处理
return-reason-solved = 事情已经解决
return-reason-not_mediable = 这件事不能用调解来解决
return-reason-outside_area = 事情不在本辖区
return-reason-other = 其他原因
return-reason-to_sender = 退回移送单位，由移送单位继续负责

## 转到哪里
referral-court = 人民法院
referral-arbitration = 仲裁机构
referral-reconsideration = 行政复议机关
referral-police = 公安机关
referral-department = 主管部门
referral-petition = 信访部门
referral-legal_aid = 法律援助中心
referral-hotline = 12345 热线
referral-other = 其他机构

problem-body = 这个机构不存在，或者不再接收新的事项
problem-mediator-body = 这位调解员不在所选的机构，请重新选择
problem-also = 一并交办的机构要和主办机构不同，协办单不能再带一个
problem-mediator-assist = 调解员由主办机构指定，协办不用选

## 建议
suggestion-title = 建议
suggestion-category = 类别
suggestion-category-words = 来件中提到：{ $words }
suggestion-category-kept = 与登记时选的一致
suggestion-body = 机构
suggestion-body-here = { $place }本地的{ $kind }，可以办理“{ $category }”
suggestion-body-near = 离{ $place }最近的{ $kind }（{ $area }），可以办理“{ $category }”
suggestion-call-in = 可请协办
suggestion-urgency = 缓急
suggestion-urgency-plain = 没有发现需要加急的情形
suggestion-people-decide = 建议由预案规则给出，是否采纳由您决定。

## 选项
option-suggested = 建议
option-others = 其他机构
option-mediator = { $name }（手上 { $n } 件）
problem-merge-code = 请写完整的事项编号，如 3F7-K2M-9QA
problem-merge-unknown = 没有这件事，或者它不在您的辖区
promise-clock = 办理时限
promise-receipt = 签收
promise-reply = 答复
promise-dispute = 争议裁定
promise-task = 会议任务
promise-urging = 督办答复
promise-sender_receipt = 给移送单位回执
promise-sender_answer = 答复移送单位
promise-diversion_receipt = 签收移送
backlog_stage-consult = 会商
backlog_stage-judge = 研判
backlog_stage-resolve = 化解
between-back = 返回卷宗
between-lead = { $code } · { $category } · { $place }
between-responsible = 现在由{ $body }负责。
between-title = 机构之间
between-assignments = 交办单
between-disputes = 权责争议
between-joint = 联合调处与包案
between-urgings = 督办与提办
between-trace = 倒查
between-diversions = 分流对接

## 列表、并排、批量
list-pick = 选中 { $code }
list-pick-all = 选中本页全部
list-col-matter = 事项
list-col-status = 状态
list-col-next = 下一步与经办
list-col-due = 时限
list-col-opened = 上报
list-hidden = 内容不对您公开
list-reopened = 有反复
list-related = 有关联
list-group = { $n } 位申请人
list-unmediated = 无调解员
list-concluded-on = { $date }办结
list-stars = 评价 { $n } 星
pane-close = 收起
pane-whole = 整页打开
bulk-title = 批量处理
bulk-picked = 已选 { $n } 项
bulk-myself = 我来调解
bulk-body = 选机构
bulk-assign = 交办
bulk-mediator = 选调解员
bulk-name = 指定
bulk-urgency = 选缓急
bulk-set = 设定
bulk-archive = 归档
bulk-export = 导出所选
bulk-clear = 取消选择

## 快捷键与命令
keys-title = 快捷键
keys-of-lists = 列表
keys-everywhere = 任何页面
keys-of-page = 本页
keys-go = 前往
keys-next = 下一项
keys-previous = 上一项
keys-open = 打开
keys-close = 收起旁边的事项
keys-pick = 选中或取消
keys-none = 取消全部选择
keys-help = 显示这张表
keys-search = 搜索
keys-palette = 打开命令面板
palette-title = 命令面板
palette-label = 输入编号、文字或要做的事
palette-actions = 本页可做
palette-views = 常用视图
palette-matters = 事项
palette-search = 搜索“{ $words }”
palette-found = { $n } 条
list-open-as = 按列表打开
## 照片、材料、录音
kit-attach-taken = 已加 { $n } 个
kit-attach-choose = 选照片或者文件
kit-attach-record = 录一段话
kit-attach-recording = 正在录音
kit-attach-stop = 停止录音
kit-attach-again = 重新录
kit-attach-voice = 录音
kit-attach-remove = 删除
kit-attach-cancel = 取消发送
kit-attach-preparing = 正在压缩照片
kit-attach-sending = 正在发送
kit-attach-sent = 已发送
kit-attach-cancelled = 已取消发送。您填的和选的都还在。
kit-attach-offline = 网络断了，没有发出去。您填的和选的都还在，请再试一次。
kit-attach-failed = 没有发成功。您填的和选的都还在，请稍后再试。
kit-attach-too-many = 一次最多 { $n } 个文件
kit-attach-too-large = 太大了，照片最大 20 MB，录音最大 50 MB
kit-attach-wrong-kind = 这种文件收不了，请用照片、PDF、录音或者短视频
kit-attach-denied = 没有得到麦克风的许可。可以在浏览器设置里允许，也可以用手机的录音机录好再选。
kit-attach-kept = 发送前，照片和录音只存在这台设备上。
# 暂停的原因
pause-appraisal = 鉴定
pause-waiting_party = 等当事人补充材料
pause-party_away = 当事人请假（生病、出门、家中有事）
pause-other_proceeding = 要等另一个程序的结果
pause-force_majeure = 不可抗力

# 为什么排在这里
why-late = “{ $clock }”应于{ $date }前完成{ $paused ->
    [0] {""}
   *[other] ，暂停过 { $paused } 天
}；依据：{ $source }
why-due = “{ $clock }”{ $date }到期{ $paused ->
    [0] {""}
   *[other] ，暂停过 { $paused } 天
}；依据：{ $source }
why-next = 下一步：{ $step }
why-by = { $what }，{ $date }前
why-by-late = { $what }，应在{ $date }前，已超期
why-source = { $what }；依据：{ $source }
why-column = 为什么在这里
period-order = 结束日期要在开始日期之后
period-long = 时间太长了，最多十年
resolved-yes = 解决了
resolved-partly = 部分解决
resolved-no = 没有解决
rating-resolved = 您的事解决了吗
occasion-conclusion = 办结时
occasion-visit = 回访后
occasion-sample = 独立回访
rating_way-own = 本人填写
rating_way-phone = 电话
rating_way-paper = 纸质表
rating-counts-not = 不计入
# 分流对接：从哪里来，还可以去哪里
why-agreed = 与移送单位商定的日子
why-asked = 移送单位来函写明的日子
why-arrival-receipt = 给移送单位出回执（{ $name }）
why-arrival = 给移送单位回话（{ $name }）
why-diversion-reply = 等对方的结果（{ $name }）
why-diversion = 等对方签收（{ $name }）
way-police = 公安移送
way-court = 法院委派、委托
way-petition = 信访转送、交办
way-hotline = 热线转办
way-region = 外地转来
way-away = 在外人员就地反映
procedure-before_filing = 立案前
procedure-ordinary = 立案后，普通程序
procedure-summary = 立案后，简易程序
handed-window = 当面交给
handed-link = 本人在网页上确认
handed-phone = 电话里念给本人听
handed-post = 邮寄
handed-not_reached = 联系不上
result_there-taken = 已经受理、立案
result_there-settled = 在那里调解、和解了
result_there-decided = 作出了裁决、判决或者决定
result_there-ended = 撤回或者终止了
arrival-way = 从哪里转来
arrival-way-none = 不是别的单位转来的
arrival-procedure = 法院的阶段
arrival-procedure-none = 不是法院来的
arrival-procedure-when = 法院转来的必填
arrival-procedure-help = 期限不同：立案前三十天，普通程序十五天，简易程序七天
arrival-sender-body = 移送单位
arrival-sender-outside = 不在本平台
arrival-sender = 移送单位名称
arrival-sender-when = 不在本平台的，照来文写
arrival-number = 对方的编号
arrival-number-help = 案号、工单号、来函号
arrival-number-when = 法院和热线的必填
arrival-contact = 对方联系人、电话
arrival-dated = 来文日期
arrival-answer-by = 要求答复日期
arrival-answer-by-help = 来文没写就空着，按规定的期限
arrival-asks = 对方要求什么
arrival-files = 随附的材料
exit-by = 期限：
exit-by-date = 从您说的那天算，最晚到{ $date }，早去更稳妥。
exit-cost = 费用：
exit-where = 在哪里：
exit-bring = 要带什么
exit-more = 怎么办、期限、费用、要带什么
advice-draft-lead = 这次调解没有成功，不影响您的任何权利。您还可以：
advice-draft-line = · { $name }：{ $act }（{ $source }）电话 { $phone }
advice-draft-by = 　从您说的那天算，最晚到{ $date }。

## 文件的栏目
sheet-code = 编号
sheet-status = 状态
sheet-category = 类别
sheet-region = 辖区
sheet-body = 机构
sheet-mediator = 调解员
sheet-channel = 渠道
sheet-urgency = 缓急
sheet-opened = 上报日期
sheet-concluded = 办结日期
sheet-archived = 归档日期
sheet-due = 到期日期
sheet-amount = 金额（元）
sheet-stars = 评价（星）
sheet-reopened = 反复次数
sheet-applicant = 申请人
sheet-story = 事由
sheet-state = 办理情况
sheet-duty = 分工
sheet-wanted = 时限
sheet-asked_until = 申请延到
sheet-why = 为什么在这里
sheet-way = 方式
sheet-peer = 来处、去处
sheet-on = 日期
sheet-party = 当事人
sheet-name = 姓名
sheet-occasion = 时机
sheet-since = 自哪天起
sheet-tries = 未成的电话
sheet-days = 天数
sheet-sponsor = 包案领导
sheet-joint = 牵头机构
sheet-stage = 进展
sheet-from = 自
sheet-until = 至
sheet-paused = 其中停计天数
sheet-promise = 承诺
sheet-met = 实际完成
sheet-late_days = 晚了几天
sheet-outcome = 结果
sheet-point = 规则
sheet-responsible = 由谁负责
sheet-county = 区县
sheet-decider = 裁定机构
sheet-source = 依据
sheet-week_from = 周起
sheet-week_to = 周止
sheet-login = 账号
sheet-roles = 岗位
sheet-created = 建立日期
sheet-name_zh = 中文名称
sheet-name_en = 英文名称
sheet-kind = 机构类别
sheet-region_code = 辖区代码
sheet-fields = 受理的纠纷类别
sheet-opening = 开放时间
sheet-phone = 电话
sheet-address_zh = 中文地址
sheet-address_en = 英文地址
sheet-tier = 层级
sheet-parent = 上级辖区
sheet-lon = 经度
sheet-lat = 纬度
sheet-below = 直接下级
sheet-bodies = 机构数
sheet-job = 任务
sheet-work = 做什么
sheet-key = 对象
sheet-run_at = 执行时间
sheet-attempts = 次数
sheet-error = 最后的错误
