"""The search engine on Whoosh: storing, merging, looking up and evaluating.

The only room that knows Whoosh; the rest of the program sees `index.engine`. Begin with
`engine`.
"""
