"""Annotations and what belongs to them as MessagePack, for caches and the undo history."""

from typing import Any

import msgspec

from annotations.yaml.strict import PlainNumber

_PLAIN_NUMBER = 1


def _pack(value: object) -> msgspec.msgpack.Ext:
    """Keep a number as it was typed one: the only value in a file that msgpack has no word for."""
    return msgspec.msgpack.Ext(_PLAIN_NUMBER, str(value).encode())


def _unpack(_code: int, data: memoryview) -> PlainNumber:
    return PlainNumber(bytes(data).decode())


ENCODER = msgspec.msgpack.Encoder(enc_hook=_pack)


def decoder(type_: Any) -> msgspec.msgpack.Decoder[Any]:
    """Return what decodes values of a type; it raises msgspec.MsgspecError and ValueError."""
    return msgspec.msgpack.Decoder(type_, ext_hook=_unpack)
