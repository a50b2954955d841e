"""The name of a pressed key, as the key map has it."""

from textual import events

# Sent by some terminals before the key itself; they run no command and end no sequence.
_MODIFIERS = frozenset(
    f"{side}_{name}"
    for side in ("left", "right")
    for name in ("shift", "control", "alt", "super", "hyper", "meta")
) | {"caps_lock", "num_lock", "scroll_lock", "iso_level3_shift", "iso_level5_shift"}


def key_name(event: events.Key) -> str | None:
    """Return a key as the key map has it: its character, else its name; `None` for modifiers."""
    if event.key in _MODIFIERS:
        return None
    character = event.character
    if character and character.isprintable() and character != " " and "+" not in event.key[1:]:
        return character
    return event.key
