"""Names of articles, coders and annotations that are valid URIs, and back."""

import re
from urllib.parse import quote, unquote, urlsplit

_SPACE = "urn:nkreader:"
_UUID = "urn:uuid:"
_IS_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What may stand in a URI as it is; everything else is written as %XX.
_KEPT = ";/?:@&=+$,-_.!~*'()%#[]"


def iri(kind: str, name: str) -> str:
    """Name a thing of some kind: `urn:nkreader:article:news/a.txt`."""
    return f"{_SPACE}{kind}:{quote(name, safe='/')}"


def named(uri: str, kind: str) -> str:
    """Return the name in such a URI; "" for any other URI."""
    start = f"{_SPACE}{kind}:"
    return unquote(uri[len(start) :]) if uri.startswith(start) else ""


def annotation_iri(identity: str) -> str:
    """Name an annotation by its id."""
    is_uuid = _IS_UUID.fullmatch(identity)
    return f"{_UUID}{identity}" if is_uuid else iri("annotation", identity)


def annotation_id(uri: str) -> str:
    """Return the id of an annotation from its URI: that of another program is its whole URI."""
    return uri.removeprefix(_UUID) if uri.startswith(_UUID) else named(uri, "annotation") or uri


def valid_url(url: str) -> str:
    """Return the URL of a page as a valid URI; "" when it is no URL."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    try:
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except UnicodeError:
        return ""
    if not re.fullmatch(r"[\w.~!$&'()*+,;=:@%\[\]-]+", host, re.ASCII):
        return ""
    rest = parts._replace(scheme="", netloc="").geturl()
    rest = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(rest, safe=_KEPT))
    path, hash_, fragment = rest.partition("#")
    fragment = fragment.replace("#", "%23")
    escaped = (
        path.replace("[", "%5B").replace("]", "%5D")
        + hash_
        + fragment.replace("[", "%5B").replace("]", "%5D")
    )
    return f"{parts.scheme}://{host}{escaped}"
