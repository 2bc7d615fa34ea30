# 当场解决
on-the-spot-title = 当场解决
on-the-spot-lead = 小事当面说好了，在这里一次记完：谁和谁、什么事、怎么说定的。
on-the-spot-what = 什么事
on-the-spot-name = 谁提出来的
on-the-spot-phone = 电话
on-the-spot-other = 另一方是谁
on-the-spot-agreed = 怎么说定的
on-the-spot-agreed-help = 双方当面说定的口头协议，以后可以查到。说不拢的，请按平常的办法上报。
on-the-spot-send = 记下，办结
on-the-spot-done = 已记下并办结。
on-the-spot-place = 在哪里
on-the-spot-mediator = 谁调解的
on-the-spot-mediator-none = 请选择
on-the-spot-mediator-help = 窗口只代记，调解的是本机构的调解员。
problem-spot-region = 这个地方不归您管，请选自己辖区里的，或者按平常的办法登记
problem-spot-mediator = 请选本机构的一位调解员；没有调解员的，请按平常的办法登记
