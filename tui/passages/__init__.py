"""The list of all annotations, with filters, groups and changes of many.

Shows what the workspace lists and sends back ids and intents. Begin with `screen`.
"""
