"""A catalogue in files: everything as JSON Lines, the everyday fields as sheets, and both of them back again.

Three formats, told apart by what is in the file:

- JSON Lines (`lines`): a header, `{"format": "kuntakanta-catalogue", "version": 1, "town": "853", "made", "revision"}`,
  then a line for each own organisation, service, channel and collection: `kind`, `id`, `ptv_id` where the register
  knows it, `source_id` (the town's own key), `version`, `state`, `content` as its editors have it, and `published`
  where readers see something else; then one for each connection: `service_id`, `channel_id`, `version`, `content`.
- XLSX (`workbooks`): a sheet for each of organization, service, service_channel, service_collection, connection and
  fee (`sheets`), and `about`, which says whose.
- CSV (`csv_files`): a file for each sheet; written as UTF-8 with semicolons, read with semicolons, commas or tabs, as
  UTF-8 or Windows-1252. An apostrophe stands before what a spreadsheet would run; it is not content.

A sheet has words of help in its first row, in Finnish, Swedish and English, and stable keys of columns in the second.
A column (`columns`, `contacts`, `areas`) is about one member: `phone.fi` about the first Finnish telephone number, and
about no other. A cell that says what its thing showed is not read, so what a sheet cannot say is never lost; only
changed cells count. The rows of the sheet `fee` (`fees`) that name one service, or one connection, are all its fees; a
row that names it and says nothing more, that it has none.

A row means a thing by our id, by the register's or by the town's own key (`matching`); one that means nothing makes a
draft, under the id that it names, if it names one; one that means two is refused, as is a second row about the same
thing, and a sheet's row with a version of a thing that is not here: it was exported elsewhere. A row has the `version`
from which it was made: what others have changed since stays, unless it is the very member that the row changes too
(`merging`); then the row is refused and both are told. A row without a version says what is to be.

An import (`importing`) reads the file through first, so that a broken one changes nothing, then goes on by 100 rows,
each hundred in one unit of work through `services.editing`, which also notes how far the run has come (`runs`): one
that was killed goes on there. Doing it again does nothing: what the rows want is there already, and rows without any id
or key make things whose ids follow from file and row. What is changed is a draft; with `publish` it is shown, as far as
the rules, four eyes and the roles of whoever imports let it. A connection has no draft (`tying`): between published
things it is written only with `publish`. `planning` says what would come of rows; a dry run is no more than that.

At the terminal an import is carried out there and then. Over HTTP a file is sent (`operations`), kept in parts in the
town's own schema (`files`), and carried out by a worker (`tasks`), which the dispatcher sends anew when one dies; the
file goes when the run ends. Whoever sent it is looked up again by then: a revoked token imports nothing. A run can be
cancelled, and taken back (`undoing`): each thing as it was before, where nobody has changed it since. The last 20 runs
are remembered, with what came of each row.

All that is said has a sentence in Finnish, Swedish and English (`words`, `locale`): rows of a report keep which one it
is and what it tells, and are read in the language of whoever looks (`reports`). What other rooms refuse says why in
English, within a sentence of ours.

A connection that a file does not name stays; so does a channel's place among those of its service. What sheets do not
have: further contacts, contacts of a connection, hours of a period, entrances, laws, vouchers, general descriptions.
The coordinates of an address stay when its street is changed. Archived things are in JSON only.

Forms come from files of their own (`form_files`): a document as JSON, or a sheet of questions.

It stands above `registry`, which knows the register's ids of things. Imports: registry (queries), forms, services,
codes, outbox, sets, text, errors; tenants (accounts, dispatch, models). No HTTP.
"""
