"""Writes values as YAML lines that diff well: no folding, quotes only where needed.

PyYAML's two emitters differ in what they escape and when they fold, so that the same annotation
would look different on two machines; these few functions write the same lines everywhere.
"""

import re
from collections.abc import Mapping, Sequence

from annotations.yaml.strict import PlainNumber, decimal, plain_value

# What YAML readers take for a line break or a separator, or do not take at all, is escaped.
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NOT_IN_BLOCK = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}

# A plain scalar must not start like something else, nor hold what ends it.
_NOT_PLAIN = re.compile("""^[-?:,\\[\\]{}#&*!|>'"%@`\\s=<.~]|:(?= |$)| #|\\s$""")
# What some reader, of old YAML or new, would take for a number or a time.
_NUMBER = re.compile(
    r"[-+]?\d[\d_.]*([eE][-+]?\d+)?|[-+]?0[xob][\da-fA-F_]+|[-+]?[\d_]+(:\d+)+(\.\d*)?|\d+-\d+-\d+.*"
)
_PLAIN_IN_FLOW = re.compile(r"[^\W\d_][\w .&/()-]*(?<! )")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)?)?")
# Older YAML reads these as booleans, and so do other people's tools.
_WORDS_OF_YAML = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def without_surrogates(text: str) -> str:
    """Return text that UTF-8 can carry: each lone surrogate becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def scalar(text: str) -> str:
    """Return text as one YAML scalar on one line."""
    if _ESCAPED.search(text):
        return _double_quoted(text)
    if text == "" or _NOT_PLAIN.search(text) or _NUMBER.fullmatch(text):
        return _single_quoted(text)
    return _single_quoted(text) if text.lower() in _WORDS_OF_YAML else text


def time(text: str) -> str:
    """Return a point in time as other tools expect it, unquoted; anything else as a scalar."""
    return text if _TIME.fullmatch(text) else scalar(text)


def flow_list(texts: Sequence[str]) -> str:
    """Return a list of texts on one line: `[summits, arms deals]`."""
    return "[" + ", ".join(in_flow(text) for text in texts) + "]"


def block_text(text: str, indent: int) -> str:
    """Return text as a literal block, indented below a key at `indent` spaces; else as a scalar.

    The block starts with `|`; YAML has no literal block for text with control characters, or for
    text whose first or last line is blank.
    """
    body = text.rstrip("\n")
    lines = body.split("\n")
    if _NOT_IN_BLOCK.search(text) or not lines[0].strip() or not lines[-1].strip():
        return scalar(text)
    ending = {0: "-", 1: ""}.get(len(text) - len(body), "+")
    # A first line that starts with white space would be mistaken for deeper indentation.
    width = "2" if lines[0][0] in " \t" else ""
    margin = " " * (indent + 2)
    block = "\n".join(margin + line if line else "" for line in lines)
    return f"|{width}{ending}\n{block}" + "\n" * max(0, len(text) - len(body) - 1)


def entries(values: Mapping[str, object], indent: int) -> list[str]:
    """Return the lines of a mapping of plain data (as strict_yaml loads it) in block style."""
    margin = " " * indent
    lines: list[str] = []
    for key, value in values.items():
        name = f"{margin}{scalar(key)}:"
        if isinstance(value, dict) and value:
            lines += [name, *entries(value, indent + 2)]
        elif isinstance(value, list) and value:
            lines += [name, *_items(value, indent)]
        else:
            lines.append(f"{name} {_leaf(value)}")
    return lines


def _items(values: Sequence[object], indent: int) -> list[str]:
    """Return the lines of a list; a mapping or list in it hangs on its dash."""
    margin = " " * indent
    lines: list[str] = []
    for value in values:
        if isinstance(value, dict) and value:
            nested = entries(value, indent + 2)
        elif isinstance(value, list) and value:
            nested = _items(value, indent + 2)
        else:
            nested = [f"{margin}  {_leaf(value)}"]
        lines += [f"{margin}- {nested[0].lstrip(' ')}", *nested[1:]]
    return lines


def _leaf(value: object) -> str:
    if isinstance(value, PlainNumber):
        return str(value)
    if isinstance(value, str):
        # What was plain text without quotes, such as a date, stays so.
        return time(value) if isinstance(plain_value(value), str) else scalar(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return decimal(value)
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else "{}" if isinstance(value, dict) else "[]"


def in_flow(text: str) -> str:
    """Return text as one scalar within brackets or braces."""
    if _PLAIN_IN_FLOW.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return _double_quoted(text) if _ESCAPED.search(text) else _single_quoted(text)


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double_quoted(text: str) -> str:
    return '"' + re.sub(f'{_ESCAPED.pattern[:-1]}"\\\\]', _escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if short := _SHORT_ESCAPES.get(character):
        return short
    code = ord(without_surrogates(character))
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
