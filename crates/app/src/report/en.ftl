# Saying what happened.
report-not-base64 = This is not Base64
report-channel-needs-token = Without a token a report comes by web, qr or api
report-external-needs-token = An external_id needs a token
