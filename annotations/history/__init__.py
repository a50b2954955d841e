"""Steps, their journal, undo and redo, and merging with the work of others.

Everything that changes annotations is a step that is on disk before it begins. Begin with `steps`,
then `journal`.
"""
