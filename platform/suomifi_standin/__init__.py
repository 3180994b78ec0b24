"""The national service catalogue (PTV Open API v11 and v12), played offline by a server of another party.

It imports nothing of ours and nothing of ours imports it: tests and the demo start it as a process and talk HTTP to it,
as to the real one. Only the standard library, starlette, uvicorn, orjson and msgspec are used.

`python -m suomifi_standin --port 0 --towns 853,049 --services 150 --channels 250` prints one line,
`suomifi_standin listening on http://127.0.0.1:PORT`, when it is ready, and stops within a second of SIGTERM or SIGINT.
The register is under `/api/v11` and, to be read only, `/api/v12`; the control door is under `/_standin/`, which
describes itself.

How it is made, from the bottom up:

- `generator` and `codelists`: towns and their documents out of a code and a seed; nothing is stored.
- `documents`: the five kinds of things, and the small questions asked of any document on the wire.
- `sources`, `recorded`: things that are there from the start. Recorded documents (`--documents DIR`) are read from
  their files for every answer and served as the JSON text that they were, trimmed members and odd numbers included.
- `things`: ids in the order of lists (creation, then id), known no sooner than somebody looks for them.
- `world`: on top of the sources, what has been changed: members, status, added things and `connections` (one record,
  seen from both ends, each with its own date). `changes` are what may become of a thing, `merging` what a general
  description adds to a service.
- `operations` change the world, `control` lets tests do so, `clock` is a time of its own that never stands still.
- `incoming`: what may be written, by which rules, and what it becomes; pure. `surroundings` asks the world what those
  rules need, `writing` makes or changes one thing by all of them or not at all, `connecting` connections one by one;
  `rejections` are why not. `accounts` are those who may write, `source_ids` their own names for things. `editor` is
  what people do in the register's own editor meanwhile, `timing` what was said to be done later, and `aging` what
  happens to what nobody updates.
- `facts`: what lists filter on, read from a document at the first question and kept; a town's lists read only it.
- `v11`: routes, parameters, pages and errors as the real service has them. `v12`: the same things, a while later and
  in another shape: `replica` keeps what was published when, `switches` what v12 leaves open. `journal` and `faults`
  stand before both; `turns` lets long work give way.
- `app` puts all of it together, `server` runs it on a socket, `__main__` is the command.

Memory holds ids, facts and changes; a document is made for each answer and forgotten. One process, one thread: long
work gives way to other requests, and no state needs a lock.

It holds the whole country: with 308 towns of 2,000 services and 3,000 channels each it starts in 0.9 s of a processor
and 46 MB; the first page of a town's services takes 0.5 s and those after it 0.05 s, the first v12 search by an owner
1.4 s and the next 0.01 s, all within 65 MB, since only what a town's lists need is looked at. A list of the whole
register, or an id that nobody has, counts every town's content once: 10 s and 450 MB. (One core of an AMD
EPYC, Python 3.11, November 2026.)

Where the public description leaves a choice, it is made here: a page beyond the last has `itemList` null; on pages of
ids 1,000 and of whole things 100 items, both to be set; connections made through the control door are written to a
tracking table, so that dated lists of ids hold both ends though their own `modified` stands (to be switched off);
a connection's dates before that are not in the table. For writes: an unknown ontology term is taken if its address is
well formed, and read without a name; a linked service without a name is called as its general description; a name is
held against those of untouched things by the name they show in lists; what `validFrom` and `validTo` say is done at
the first request after their time, and then dated; tokens and accounts live as long as the process or until a reset.
"""
