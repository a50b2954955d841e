"""Reports for people: annotations as Markdown or as a page of HTML.

Knows the bundle and nothing outside; a report is never read back. Begin with `contents`.
"""
