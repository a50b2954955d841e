"""HTTP responses as crawlers store them: their headers, and their bodies decoded."""

import re
import zlib
from collections.abc import Mapping

from corpus.errors import ArticleError
from corpus.limits import LARGEST

END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_UNREAD_CODINGS = ("br", "zstd", "compress")
_LOOKS_LIKE_PAGE = re.compile(rb"[\xef\xbb\xbf\s]*<")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")


def is_success(response: bytes) -> bool:
    """Whether the status of a response is 200."""
    status = _STATUS.match(response)
    return status is not None and status[1] == b"200"


def split_response(response: bytes) -> tuple[dict[str, str], bytes]:
    """Return the headers of a response, and its body."""
    end = END_OF_HEAD.search(response)
    if end is None:
        return headers_of(response), b""
    return headers_of(response[: end.start()]), response[end.end() :]


def headers_of(head: bytes) -> dict[str, str]:
    """Return the headers below the first line, by their names in lower case."""
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().casefold(), value.strip())
    fields["content-type"] = fields.get("content-type", "").casefold()
    return fields


def decoded_body(path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Undo chunks and compression, up to LARGEST bytes and one more.

    A body that the crawler has already decoded stays as it is. Raises ArticleError.
    """
    if "chunked" in headers.get("transfer-encoding", "").casefold():
        body = _unchunked(body)
    coding = headers.get("content-encoding", "").strip().casefold()
    if coding in _UNREAD_CODINGS and not _LOOKS_LIKE_PAGE.match(body):
        reason = f"The page is compressed in an unsupported way ({coding})."
        raise ArticleError(path, reason, "Fetch it again uncompressed, or save it as HTML.")
    if coding in ("gzip", "x-gzip", "deflate"):
        for window in (47, -15):
            try:
                return zlib.decompressobj(window).decompress(body, LARGEST + 1)
            except zlib.error:
                continue
    return body


def _unchunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    place = 0
    while found := _CHUNK.match(body, place):
        size = int(found[1], 16)
        if not size:
            break
        parts.append(body[found.end() : found.end() + size])
        place = found.end() + size
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    return b"".join(parts) if parts else body
