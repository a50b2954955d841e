"""The one door to the disk, for all that the program creates, locks, reads, writes or deletes.

A folder of articles and its annotations may come from anybody, and hold anything: a link to a file
of the user's, a FIFO that never delivers, a device without end. What goes through this room is
opened below its place, the folder that it belongs to, without following links out of it; it is
checked before it is used, and its size is bounded. Anything but a plain file is refused with a
`plain.NotPlainError`, which says what it is. It knows no other room. Begin with `place`.

- `reading` reads; `durable` writes so that nothing is lost, `cache_file` so that nothing is half.
- `lock` keeps two programs apart.
- `chunks` keeps many items in one cache file.
- `database` and `named` open what SQLite opens by its path, and what the user names himself.
"""
