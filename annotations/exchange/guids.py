"""GUIDs that are the same in every export, so that two exports of the same thing are the same."""

import re
import uuid

_NAMESPACE = uuid.UUID("b6b0a5e2-6f0a-5c07-9d0b-6a1de6a0c2f1")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def guid(kind: str, *parts: str) -> str:
    """Return the GUID of a thing of some kind by what tells it from others."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join((kind, *parts))))


def annotation_guid(identity: str) -> str:
    """Return the GUID of an annotation: its id, where that is one."""
    return identity if _GUID.fullmatch(identity) else guid("annotation", identity)
