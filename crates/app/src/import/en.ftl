# Import: reading
import-read-io = { $file } cannot be read: { $reason }
import-read-workbook = The workbook { $file } cannot be opened: { $reason }
import-read-json = { $file } is not a whole JSON array, from line { $line } on: { $reason }
import-read-markup = { $file } is a web page, not a table. Open it in a spreadsheet program, save it as .xlsx or .csv, and import that.
import-read-empty = { $file } holds no rows.
import-read-encoding = { $file }: there is no character encoding named "{ $name }".
import-read-no-sheet = { $file } has no sheet named "{ $name }"; it has: { $sheets }

import-damage-field-count = this row has { $found } cells and the header { $expected }; most likely a comma, tab or line break inside a text without quotes
import-damage-characters = column "{ $column }" holds characters that cannot be read
import-damage-too-long = this row is longer than { $kib } KiB; most likely a quote above is not closed
import-damage-json = not a JSON object: { $reason }

# Import: what is wrong with a row
import-reject-missing = "{ $field }" is missing
import-reject-not-in-table = "{ $field }": the table has no "{ $value }"
import-reject-channel = there is no channel "{ $value }"
import-reject-category = there is no category "{ $value }"
import-reject-place = "{ $value }" names no known region
import-reject-date = "{ $field }": "{ $value }" is not a date that can be read
import-reject-amount = "{ $value }" is not an amount that can be read
import-reject-too-long = "{ $field }" is longer than { $max } characters

# Import: what is wrong with a mapping file
import-mapping-form = { $file }, line { $line }: { $reason }
import-mapping-no-column = { $file }, line { $line }: the file has no column "{ $column }"; it has: { $columns }
import-mapping-one-origin = { $file }, line { $line }: "{ $field }" needs either column (or columns) or value, not both
import-mapping-useless = { $file }, line { $line }: "{ $field }" has no use for { $key }
import-mapping-not-a-name = { $file }, line { $line }: { $key } cannot be "{ $value }"; it can be: { $names }
import-mapping-channel = { $file }, line { $line }: there is no channel "{ $value }"; there are: { $channels }
import-mapping-category = { $file }, line { $line }: there is no category "{ $value }"
import-mapping-region = { $file }, line { $line }: there is no region with the code "{ $value }"
import-mapping-date-form = { $file }, line { $line }: the date format "{ $value }" does not tell year, month and day
import-mapping-delimiter = { $file }, line { $line }: a delimiter is one character, not "{ $value }"
import-mapping-encoding = { $file }, line { $line }: there is no character encoding named "{ $value }"
import-mapping-skip = { $file }, line { $line }: skip_when needs one of is, contains or empty = true

# Import: guessing
import-certain = certain
import-likely = likely
import-possible = please check
import-none = not found
import-table-field = Part of the report
import-table-column = From column
import-table-certainty = How sure
import-table-example = Row { $n }

import-field-external-id = Number there
import-field-narrative = What happened
import-field-channel = Channel
import-field-category = Category
import-field-language = Language
import-field-region = Region
import-field-happened-on = Happened on
import-field-received-on = Received on
import-field-amount = Amount
import-field-applicant-name = Applicant's name
import-field-applicant-phone = Applicant's phone
import-field-applicant-email = Applicant's email
import-field-applicant-address = Applicant's address
import-field-respondent-name = Respondent's name
import-field-respondent-phone = Respondent's phone
import-field-respondent-email = Respondent's email
import-field-respondent-address = Respondent's address
import-field-answer = Answer to "{ $ask }"

import-never-identity = An identity number. Mediation does not need it, so it is not taken over; where identity matters, look at the card in person.
import-never-account = A bank account. Mediation does not need it, so it is not taken over; the parties arrange payment themselves.
import-never-trait = A personal trait. It has nothing to do with the dispute and is not taken over; where it has, say so in what happened.
import-never-label = A label or score of a person. Matters are looked at here, people are not graded: not taken over.
import-unused-unknown = Its use is not known.

import-file-head =
    This mapping was guessed from the file's header and first rows. Correct it, then import.
    Each part says its column: { "{" } column = "name" { "}" }; several in one: { "{" } columns = ["a", "b"], join = ", " { "}" };
    always the same: { "{" } value = "…" { "}" }. A blank takes default, what is not understood takes otherwise (otherwise = "" leaves it blank).
    Rows that are not understood and have no otherwise go to ".rejects.csv" with the reason.
import-file-source = Name of the other register. Under one name, a number there is imported once only: keep the same name for every export of one register.
import-file-empty = These words mean that nothing was filled in.
import-file-field = { $field } ({ $certainty })
import-file-missing = Missing: { $field }. No column fits; fill in and remove the hash sign.
import-file-fingerprint = There is no column of numbers, so a fingerprint of the whole row serves: two rows alike to the letter are one report.
import-file-repeats = Mind: values repeat in this column; rows with the same value count as one report.
import-file-channel = No column tells the channel; all get this one. There are: { $channels }
import-file-channel-table = On the left the file's value, on the right the channel (there are: { $channels }); blank takes otherwise.
import-file-category-table = On the left the file's value, on the right the category code; for blank or unlisted ones the narrative leads to a suggestion and a person decides.
import-file-region-constant = No column tells a place; all go to { $place }, to be sent on from there. A smaller region's code is better.
import-file-place =
    A region was found in { $found } of the first { $of } rows. by can be address (look inside an address), name (the region's name) or code.
    Add within = "code" to limit where to look, and otherwise = "code" to take rows whose place is not found.
import-file-dates = Dates that cannot be read stay blank. Where the year does not come first, say formats = ["%d/%m/%Y"].
import-file-date-order = Mind: day or month first cannot be told; all of these read every row: { $forms }. Settle on one.
import-file-amount = Amounts that cannot be read stay blank. unit is that of bare numbers: yuan, wan (ten thousand yuan) or fen.
import-file-names = Several names in one cell are parted at any of the characters in split.
import-file-skip = Rows like this are not imported.
import-file-answers = Answers to a playbook's questions can come from a column too:
import-file-unused = Columns not used:

import-reject-phone = "{ $value }" is not a phone number
import-reject-mail = "{ $value }" is not a mail address

# Import: on the way and at the end
import-name-unknown = Name not given
import-received = (Registered there on { $date }.)
import-rejects-line = line
import-rejects-reason = reason
import-file-reach = What looks like no number or address stays blank.
import-offer-head = { $file }: { $format } in { $encoding }, { $columns } columns; looked at the first { $rows } rows.
import-offer-next =
    The guessed mapping is in { $mapping }. Open it, correct it, then try it without writing anything:

      { $command }

    When all is well, leave out --dry-run to import.
import-offer-kept =
    { $mapping } exists already and was not touched; the table above is a fresh guess to compare with. Try the file:

      { $command }
import-outcome = { $rows } rows read: { $created } created, { $unchanged } known already, { $skipped } skipped, { $rejected } rejected.
import-outcome-dry = Tried only; nothing was written. { $rows } rows read: { $created } could be created, { $unchanged } known already, { $skipped } skipped, { $rejected } would be rejected.
import-outcome-resumed = Went on where the last run stopped: it had dealt with the first { $rows } rows.
import-outcome-left-out = { $values } values were not understood and stay blank, as the mapping says.
import-outcome-rejects = Rejected rows and the reasons are in { $file }; correct and import it with the same mapping.
import-stopped = The import stopped: { $reason }. What was filed stays; the same command goes on from there.
