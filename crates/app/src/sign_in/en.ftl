## Sign-in
sign-in-title = Staff sign-in
sign-in-login = Login
sign-in-password = Password
sign-in-submit = Sign in
sign-in-wrong = The login or the password is not right. Check capitals and the input method, then try again.
sign-in-login-missing = Enter your login
sign-in-password-missing = Enter your password
sign-in-too-many = Too many attempts: sign-in is paused for safety. Try again after { $time }, or ask your operator for a new password.
sign-in-forgotten = Forgot the password? Ask the operator of your installation to set a new one.
sign-in-not-staff = Parties need no account: a matter’s code and access key show where it stands.

## Changing the password
sign-in-change-title = Change password
sign-in-current = Current password
sign-in-new = New password
sign-in-new-help = At least { $min } characters. Long is safer than complicated: a sentence you will remember will do.
sign-in-again = New password again
sign-in-change-submit = Change password
sign-in-change-note = You will be signed out on every device and can sign in again with the new password.
sign-in-change-then = Afterwards
sign-in-change-lost = If you forgot your present password, ask the operator to reset it.
sign-in-changed = Your password is changed. Sign in with the new one.
sign-in-current-wrong = The current password is not right
sign-in-again-differs = The new password was not the same both times
sign-in-weak-short = The new password is too short: at least { $min } characters
sign-in-weak-long = The new password is too long: at most { $max } characters
sign-in-weak-guessable = The new password is easy to guess: leave out your login, and use more than one character

## Accounts
sign-in-login-unusable = A login has 1 to 64 characters and no spaces
sign-in-login-taken = Another account has this login
sign-in-body-unknown = There is no such body
sign-in-body-routes-nothing = This body does not route what arises in an area: coordinators belong to mediation centres, people’s mediation committees and stations. Choose “Officer” instead
