"""Reads documents of word processors: .docx, .odt, .rtf.

Archives and XML are untrusted: nothing is unpacked to disk, and every size is bounded. Begin with
`text` for what the formats share, then read any of them.
"""
