# 首页。
home-title = 您遇到什么事了？
home-lead = 邻里、家里、工作、买东西，有了矛盾就来说，附近有人帮您调解。不收费，全自愿，不用注册。
home-ask = 用自己的话，说几个字
home-ask-example = 老板不给工资
home-ask-help = 几个字就行，不用写姓名和住址。
home-search = 找一找
home-found = { $n ->
    [1] 可能是这一类
   *[other] 可能是这 { $n } 类中的一类
}
home-found-other = 都不像？没关系，接着说就行
home-found-none-title = 没找到对得上的类别
home-found-none = 不要紧，不知道算哪一类也可以说，我们帮您找对的人。
home-found-general = 直接说事
home-found-call = 想先问问人：
home-danger-police = 拨打 110 报警
home-danger-ambulance = 拨打 120 急救
home-doors = 您可以
home-begin = 不搜，直接说
home-promise = 大约 3 分钟，发送前什么都不上传
home-call = 打电话 12345
home-call-help = 不方便上网，有人听您说
home-draft = 您有一件事在这台设备上写到一半。
home-draft-open = 接着写
home-kinds = 常见的事
home-all-kinds = 看全部类别
home-steps = 怎么办理
home-step-1 = 您说情况
home-step-1-text = 网上、电话、窗口，或者告诉网格员都行。您会拿到一个编号和一把钥匙。
home-step-2 = 附近有人接，有期限
home-step-2-text = 谁在办、下一步是什么、哪天之前，您都看得见，也可以留言。
home-step-3 = 您来决定
home-step-3-text = 协议签不签由您；随时可以停，随时可以去法院；办得好不好，您来评。
home-follow = 查进度
home-follow-help = 凭回执上的编号和钥匙
home-windows = 到窗口来
home-windows-lead = 不会上网、想当面说，就来这里，有人帮您写。
home-open = 现在开着
home-closed = 现在关门
