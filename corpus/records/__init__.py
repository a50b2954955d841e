"""Reads files that hold many articles: JSON, tables, feeds, mailboxes, web archives.

Each record becomes an article with a path below its file's. Begin with `registry`.
"""
