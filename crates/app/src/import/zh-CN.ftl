# 导入：读取文件
import-read-io = 无法读取 { $file }：{ $reason }
import-read-workbook = 无法打开工作簿 { $file }：{ $reason }
import-read-json = { $file } 第 { $line } 行起不是完整的 JSON 数组：{ $reason }
import-read-markup = { $file } 实际上是网页，不是表格。请在表格软件里打开后另存为 .xlsx 或 .csv 再导入。
import-read-empty = { $file } 里没有数据行。
import-read-encoding = { $file }：没有名为“{ $name }”的字符编码。
import-read-no-sheet = { $file } 里没有名为“{ $name }”的工作表；现有：{ $sheets }

import-damage-field-count = 这一行有 { $found } 格，表头有 { $expected } 列；多半是内容里的逗号、制表符或换行没有加引号
import-damage-characters = “{ $column }”列里有无法识别的字符
import-damage-too-long = 这一行超过 { $kib } KiB；多半是前面有引号没有配对
import-damage-json = 不是一个 JSON 对象：{ $reason }

# 导入：逐行的问题
import-reject-missing = 缺少“{ $field }”
import-reject-not-in-table = “{ $field }”的值“{ $value }”在对照表里没有
import-reject-channel = 没有“{ $value }”这个来件渠道
import-reject-category = 没有“{ $value }”这个纠纷类别
import-reject-place = 从“{ $value }”认不出是哪个辖区
import-reject-date = “{ $field }”的值“{ $value }”不是认得的日期
import-reject-amount = “{ $value }”不是认得的金额
import-reject-too-long = “{ $field }”超过 { $max } 个字

# 导入：对照文件的问题
import-mapping-form = { $file } 第 { $line } 行：{ $reason }
import-mapping-no-column = { $file } 第 { $line } 行：文件里没有“{ $column }”这一列；现有：{ $columns }
import-mapping-one-origin = { $file } 第 { $line } 行：“{ $field }”要么写 column（或 columns），要么写 value，二者取一
import-mapping-useless = { $file } 第 { $line } 行：“{ $field }”用不上 { $key }
import-mapping-not-a-name = { $file } 第 { $line } 行：{ $key } 不能是“{ $value }”；可用：{ $names }
import-mapping-channel = { $file } 第 { $line } 行：没有“{ $value }”这个来件渠道；可用：{ $channels }
import-mapping-category = { $file } 第 { $line } 行：没有“{ $value }”这个纠纷类别
import-mapping-region = { $file } 第 { $line } 行：没有代码为“{ $value }”的辖区
import-mapping-date-form = { $file } 第 { $line } 行：日期格式“{ $value }”说不清年、月、日
import-mapping-delimiter = { $file } 第 { $line } 行：分隔符应是一个字符，写的是“{ $value }”
import-mapping-encoding = { $file } 第 { $line } 行：没有名为“{ $value }”的字符编码
import-mapping-skip = { $file } 第 { $line } 行：skip_when 要写 is、contains 或 empty = true 之一

# 导入：猜测
import-certain = 确定
import-likely = 很可能
import-possible = 请核对
import-none = 没有找到
import-table-field = 报告里的内容
import-table-column = 取自哪一列
import-table-certainty = 把握
import-table-example = 第 { $n } 条

import-field-external-id = 原编号
import-field-narrative = 事情经过
import-field-channel = 来件渠道
import-field-category = 纠纷类别
import-field-language = 语言
import-field-region = 辖区
import-field-happened-on = 发生日期
import-field-received-on = 收到日期
import-field-amount = 涉及金额
import-field-applicant-name = 申请人姓名
import-field-applicant-phone = 申请人电话
import-field-applicant-email = 申请人邮箱
import-field-applicant-address = 申请人住址
import-field-respondent-name = 被申请人姓名
import-field-respondent-phone = 被申请人电话
import-field-respondent-email = 被申请人邮箱
import-field-respondent-address = 被申请人地址
import-field-answer = 问题“{ $ask }”的回答

import-never-identity = 证件号码。调解用不着，不带入；需要核对身份时当面看证件。
import-never-account = 银行账户。调解用不着，不带入；履行时由当事人自己约定。
import-never-trait = 个人情况。与纠纷无关，不带入；确有关系的，写进事情经过。
import-never-label = 给人贴的标签或打的分。这里只看事，不给人评级，不带入。
import-unused-unknown = 没有认出用途。

import-file-head =
    这是照着文件的表头和前几行猜出来的对照文件，请改好以后再导入。
    每一项写明取自哪一列：{ "{" } column = "列名" { "}" }；几列合成一项：{ "{" } columns = ["甲", "乙"], join = "，" { "}" }；
    固定值：{ "{" } value = "…" { "}" }。空着时用 default，看不懂时用 otherwise（otherwise = "" 表示这一项空着）。
    既没有 otherwise 又看不懂的行，会写进“.rejects.csv”，说明原因。
import-file-source = 对方登记簿的名称。同一名称下，同一原编号只会导入一次：每个月的导出请用同一名称。
import-file-empty = 这些字样等于没有填。
import-file-field = { $field }（{ $certainty }）
import-file-missing = 缺：{ $field }。没有找到合适的列，请填好并去掉行首的井号。
import-file-fingerprint = 没有编号列，就用整行内容的指纹作编号：内容一字不差的两行算同一件。
import-file-repeats = 注意：这一列里有重复的值，重复的行会算作同一件。
import-file-channel = 没有来源列，全部记作这个渠道。可用：{ $channels }
import-file-channel-table = 左边是文件里的值，右边是渠道（可用：{ $channels }）；空着的按 otherwise。
import-file-category-table = 左边是文件里的值，右边是类别代码；留空的、没有列出的，由系统看事情经过给出建议，再由人定。
import-file-region-constant = 没有写地点的列，全部归到 { $place }，由那里再分派。可以换成更小的辖区代码。
import-file-place =
    前 { $of } 行里有 { $found } 行认得出辖区。by 可以是 address（从地址里找）、name（就是辖区名）、code（辖区代码）。
    可加 within = "代码" 限定范围，加 otherwise = "代码" 收下认不出的行。
import-file-dates = 认不出的日期空着。不是年月日顺序的，写明 formats = ["%d/%m/%Y"]。
import-file-date-order = 注意：日和月哪个在前看不出来，这几种都读得通：{ $forms }。请定下来。
import-file-amount = 认不出的金额空着。unit 是没有写单位的数字的单位：yuan（元）、wan（万元）、fen（分）。
import-file-names = 一格里有几个名字时，按 split 里的任何一个字符分开。
import-file-skip = 符合下面条件的行不导入。
import-file-answers = 预案里的问题也可以取自某一列：
import-file-unused = 没有用到的列：

import-reject-phone = “{ $value }”不是电话号码
import-reject-mail = “{ $value }”不是邮箱地址

# 导入：过程与结果
import-name-unknown = 未具名
import-received = （原登记日期：{ $date }）
import-rejects-line = 行
import-rejects-reason = 原因
import-file-reach = 不像号码或邮箱的内容空着。
import-offer-head = { $file }：{ $format }，{ $encoding } 编码，{ $columns } 列；看了前 { $rows } 行。
import-offer-next =
    猜出的对照文件写在 { $mapping }。请打开核对、改好，然后先试一遍（不写入任何内容）：

      { $command }

    没有问题再去掉 --dry-run 正式导入。
import-offer-kept =
    { $mapping } 已经存在，没有改动它；上表是现在重新猜的，仅供对照。用它先试一遍：

      { $command }
import-outcome = 读了 { $rows } 行：新建 { $created } 件，原已导入 { $unchanged } 件，跳过 { $skipped } 行，未收 { $rejected } 行。
import-outcome-dry = 试了一遍，什么也没有写入。读了 { $rows } 行：可新建 { $created } 件，原已导入 { $unchanged } 件，跳过 { $skipped } 行，不能收 { $rejected } 行。
import-outcome-resumed = 接着上次中断处继续，前 { $rows } 行上次已处理。
import-outcome-left-out = 有 { $values } 个值没有认出来，按对照文件的约定空着。
import-outcome-rejects = 未收的行和原因在 { $file }；改好后可以用同一个对照文件导入它。
import-stopped = 导入停下了：{ $reason }。已经收下的不会丢；再运行同一命令会接着往下做。
