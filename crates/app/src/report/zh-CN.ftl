# 说事。
report-not-base64 = 这不是 Base64
report-channel-needs-token = 没有令牌时，渠道只能是 web、qr 或者 api
report-external-needs-token = 填 external_id 需要令牌
