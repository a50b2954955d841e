"""The one door to the disk: whatever the program creates, locks, reads, writes, renames or deletes.

A folder of articles and its annotations come from anybody, so what lies there may be no plain file:
a link to something of the user's, a FIFO on which one waits for ever, a device without an end. What
goes through this room is opened below its place, the folder it belongs to, without following a link
out of it, is looked at before it is used, and is bounded. What is no plain file is refused with a
`plain.NotPlainError`, which says what it is.

- `reading` reads; `durable` writes so that nothing is lost, `cache_file` so that nothing is half.
- `lock` keeps two programs apart.
- `chunks` keeps many items in one cache file.
- `database` and `named` open what SQLite opens by its path, and what the user names himself.
"""
