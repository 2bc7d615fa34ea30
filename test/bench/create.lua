-- Files a new report with each request. Arguments: a prefix that no other run uses, then the region.
local prefix, region
local count = 0
local what = { "楼上半夜装修敲打", "卫生间漏水到楼下", "工地拖欠三个月工资", "物业不修电梯", "商家拒绝退货退款", "占用公共通道堆放杂物" }
local since = { "已经持续两周", "从上个月开始", "春节前就有", "最近越来越严重" }
local wish = { "希望上门调解。", "请求协助联系对方。", "想要一个书面答复。", "希望尽快解决。" }

function init(args)
    prefix, region = args[1], args[2]
    math.randomseed(tonumber(prefix, 16) % 2147483647)
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    count = count + 1
    local id = prefix .. "-" .. count
    wrk.headers["Idempotency-Key"] = id
    local body = string.format(
        '{"channel":"window","region":"%s","language":"zh-CN","narrative":"%s，%s，%s（%s）",'
            .. '"applicant":{"name":"林知远","phone":"139%08d"},"respondents":[{"name":"对方住户"}]}',
        region, what[math.random(#what)], since[math.random(#since)], wish[math.random(#wish)], id, count)
    return wrk.format("POST", "/api/v1/reports", nil, body)
end

dofile((debug.getinfo(1, "S").source:match("^@(.*/)") or "./") .. "done.lua")
