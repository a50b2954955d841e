"""Parses untrusted XML: without entities, external files, or unbounded sizes."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from lxml import etree

from corpus.text.decode import UndecodableError, decode

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_BY_NUMBER = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,10}));")
_DECLARED = re.compile(
    rb"\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"'][^>]{0,200}?\?>"
)
_AND = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(?!#?[A-Za-z0-9]{1,31};)", re.DOTALL)
_SPACE = 0x20
# XML forbids them, and a single one costs the whole document; they are invisible anyway.
_CONTROLS = bytes(set(range(_SPACE)) - set(b"\t\n\r"))
_SURROGATES = range(0xD800, 0xE000)
_XML_OWN = (b"amp", b"lt", b"gt", b"quot", b"apos")
_AGAIN = "Save or export it again from its program."


def parse_xml(
    data: bytes, refuse: Callable[[str, str], Exception], *, lenient: bool = False
) -> Any:
    """Parse a document and return its root element.

    A document type that defines entities is refused; HTML's named characters are decoded. `lenient`
    also accepts what is not quite XML. libxml2 bounds the depth and the length of texts. Problems
    are raised as the error that `refuse` makes of a message, which follows the name of the file,
    and advice.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=lenient,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        if b"\0" not in data:  # else it is UTF-16, where these bytes are parts of letters
            data = data.translate(None, _CONTROLS)
        data = _BY_NUMBER.sub(_whole, _ENTITY.sub(_character, data))
        data = _repaired(data) if lenient else data
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise refuse(f"is not well-formed XML ({error})", _AGAIN) from error
    if root is None:
        raise refuse("is not an XML document", _AGAIN)
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and next(document_type.iterentities(), None) is not None:
        message = "has a document type (DOCTYPE) that defines entities, which can be an attack"
        raise refuse(message, "Remove it if you trust the file.")
    return root


def local(node: Any) -> str:
    """Return the name of an element, without its namespace; "" for other nodes."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: Any, name: str) -> str:
    """Return an attribute, in any namespace, or ""."""
    found = (value for key, value in node.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


def children(node: Any, name: str) -> Iterator[Any]:
    """Return the child elements with a name."""
    return (child for child in node if local(child) == name)


def _character(found: re.Match[bytes]) -> bytes:
    if found[1] in _XML_OWN:
        return found[0]
    from html.entities import html5

    characters = html5.get(f"{found[1].decode()};", "")
    return "".join(f"&#{ord(character)};" for character in characters).encode() or found[0]


def _repaired(data: bytes) -> bytes:
    """Convert undeclared encodings to UTF-8, and escape ampersands that stand alone."""
    declared = _DECLARED.match(data)
    if declared is None or declared[1].lower() in (b"utf-8", b"utf8"):
        with suppress(UndecodableError):
            data = decode(data)[0].encode("utf-8", "replace")
            data = _DECLARED.sub(b"", data).lstrip()
    return _AND.sub(lambda found: b"&amp;" if found[0] == b"&" else found[0], data)


def _whole(found: re.Match[bytes]) -> bytes:
    """Return a character reference; U+FFFD for half a character, nothing for a control."""
    number = int(found[1], 16) if found[1] else int(found[2])
    if number < _SPACE and number in _CONTROLS:
        return b""
    return b"&#xFFFD;" if number in _SURROGATES else found[0]
