"""Everything that changes annotations and topics, each change one step that can be undone.

Nothing outside this room writes annotations. Begin with `recorder`.
"""
