"""Reads files that hold many articles: JSON, tables, feeds, mailboxes, web archives, exports.

Each record becomes an article whose path is below its file's. Begin with `registry`, the table of
formats, and `files`, which lists and reads the articles of a file.
"""
