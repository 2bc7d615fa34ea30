## 登录
sign-in-title = 工作人员登录
sign-in-login = 登录名
sign-in-password = 密码
sign-in-submit = 登录
sign-in-wrong = 登录名或密码不对。请检查大小写和输入法后再试。
sign-in-login-missing = 请填写登录名
sign-in-password-missing = 请填写密码
sign-in-too-many = 试的次数太多，为安全起见暂停登录。请在 { $time } 之后再试，或者请管理员重设密码。
sign-in-forgotten = 忘了密码，请联系本单位的系统管理员重设。
sign-in-not-staff = 当事人不需要登录，用编号和查询钥匙就能查看进度。

## 修改密码
sign-in-change-title = 修改密码
sign-in-current = 现在的密码
sign-in-new = 新密码
sign-in-new-help = 至少 { $min } 个字符，长一点比复杂更安全，可以用一句自己记得住的话。
sign-in-again = 再输入一次新密码
sign-in-change-submit = 修改密码
sign-in-change-note = 修改后，所有设备上的登录都会退出，请用新密码重新登录。
sign-in-change-then = 修改以后
sign-in-change-lost = 忘了现在的密码，请系统管理员重设。
sign-in-changed = 密码已修改，请用新密码登录。
sign-in-current-wrong = 现在的密码不对
sign-in-again-differs = 两次输入的新密码不一样
sign-in-weak-short = 新密码太短，至少要 { $min } 个字符
sign-in-weak-long = 新密码太长，最多 { $max } 个字符
sign-in-weak-guessable = 新密码太容易被猜到：不要包含登录名，也不要只用一个字符

## 账号
sign-in-login-unusable = 登录名要有 1 到 64 个字符，不能有空格
sign-in-login-taken = 这个登录名已经有人用了
sign-in-body-unknown = 没有这个机构
sign-in-body-routes-nothing = 这个机构不分派辖区的事，调度员只能设在调处化解中心、人民调解委员会或者站点；请改选“承办干部”
