"""A town moves from one instance to another with all that it has, in one file.

`rules` say what never leaves and which file is taken in, `values` what a file says of itself, `archive` writes and
checks it, `wrapping` hands secrets to one receiver, `copying` reads and writes rows; `leaving` and `arriving` are the
two operations, and `filling` is the middle of the second.

May import: the rest of `tenants` with `accounts`. Commands import this, and `takeout`, by which a town's own
administrators get the same file.

The file is a zip, so that a town can read it without us. It has these members:

- `tables/<name>.copy`: the rows of one table of the town's schema, as PostgreSQL's COPY writes them: UTF-8, a line per
  row in the order of the primary key, columns parted by tabs, `\\N` for null, times in UTC, bytes as the text that they
  mostly are, with escapes (which is half of what digits would take).
- `manifest.json`: the format and its version; when, where and by which release the file was made; the schema's
  migrations; the town's own row and hosts; for each table its columns with types, and its number of rows, bytes and
  SHA-256; where sequences stand; what was left out; wrapped secrets; and the host's record of the town: what happened
  to it as a whole, which goes on at the receiver, what operators did, and when they were let in (`values.Manifest`).

The zip's comment is the seal: `kuntakanta-town sha256:` and the SHA-256, in hexadecimal, of all bytes before that. One
changed byte, a missing end or another kind of file is refused before anything is written. The seal is no signature: who
hands a file over is known by other ways, and whoever takes it in vouches for the hosts that it names. Two files of an
unchanged town differ in the manifest's time only, and in what is wrapped anew. Towns keep no files outside of the
database as yet; a test reminds whoever begins to.

Why it is so. Tables and columns are found in PostgreSQL's catalogs, so what a room adds to a town's schema leaves with
it, and no room knows of moving. What is a secret is the exception that must be named, in `rules`, and a test asks about
every column whose name smells of one. COPY of one schema takes time by its own rows; pg_dump takes seconds longer in a
database of three hundred schemas, and its output fits one release of ours only by chance.

All rows are of one moment (REPEATABLE READ). A town that leaves for good is fenced before that: suspended, also for its
staff, so that web servers and workers turn it down, then waited for until what had begun has ended. Resuming it lifts
the fence. The switch for writing to the national catalogue stays off there until somebody turns it on, and is off at
the new instance too: once there is writing to it, at no time do two instances write without a person's word.

A town arrives in one transaction: row, hosts, schema, rows, record. Killed at any moment it is there or not. It is
served from then on, unless it was closed for good. The schema is made by the snapshot of this release, never by
statements from the file. A file of an earlier release gets a schema migrated as far as that release's, and is migrated
on after its rows are in; one of a later release is refused, as is one whose tables are not those of its migrations. Ids
and the uuid stay, so addresses, versions and documents do too, and the sync goes on where it was; the schema's own name
is new.

Passwords, second factors, sessions, one-time links and the hashes of tokens never leave: people ask for a new password
or get a link from an administrator, and programs new tokens (the old ones are listed as revoked). What the town's
schema holds sealed by the host's key, such as the secret of its sign-in service, is opened on leaving and wrapped for
the receiver's public key, or else withheld; the sign-in is then switched off until somebody enters the secret anew.
"""

from tenants.moving.arriving import Arrived, Terms, import_town
from tenants.moving.leaving import Left, export_town, fence
from tenants.moving.wrapping import check_key, shown_key

__all__ = ["Arrived", "Left", "Terms", "check_key", "export_town", "fence", "import_town", "shown_key"]
