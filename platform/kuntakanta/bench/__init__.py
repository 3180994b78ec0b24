"""`kuntakanta bench`: our own paths beside floors, in one run, on data of its own.

A floor is the least that any program would have to do for the same result: the same bytes decoded, stored and handed
out by nothing but the driver. Absolute figures move by a third from run to run and mean nothing between machines;
the ratio of two medians, taken in turns within one run, is what counts.

`house` gives servers and a scratch database to a program of ours that is started inside it (settings are read once,
when the servers run); `recording` fetches a town once and plays it again from memory; `sync`, `reads` and their floors
measure, and so do `host` and `memory` for three hundred towns; `edit` measures the rules on a service that is `filled`
to its limits, without servers; `figures` shows. Nothing that a test asserts is a time.

Imports: everything of ours but the national stand-in, which is started as a program.
"""
