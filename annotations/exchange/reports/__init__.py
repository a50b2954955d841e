"""Reports for people: every passage with its source, in Markdown or as one page of HTML."""
