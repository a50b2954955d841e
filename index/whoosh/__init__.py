"""The search engine on Whoosh: stores and merges posting lists, looks words up, evaluates queries.

The only room that knows Whoosh; the rest of the program knows `index.engine` and `index.engines`.
Begin with `engine`; `batch` and `inverter` write, `snapshot` reads, `evaluate` answers.
"""
