"""Reads e-mail messages, and pages that browsers save in the format of mail.

It knows the standard library's parser and the HTML room. Begin with `message`.
"""
