"""Make docs/config.md and docs/config.schema.json from what the program knows of its config.yaml.

python docs/make_config.py
"""

import json
import re
import typing
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

import msgspec

from annotations.topics import Topic
from corpus.text.languages import CONFIGURABLE
from workspace.config import COLOURS, WIDTHS, ColumnsConfig, Config, ReadingConfig

HEAD = """# Configuration

Made from the program's own description of `config.yaml` by `docs/make_config.py`.

nkreader reads the file named by `--config`, else `config.yaml` in the folder it is started in, else
`config.yaml` in your configuration folder (`~/.config/nkreader` on Linux), else one of its own.
`nkreader init` writes one with comments. Every key may be left out. A key that is unknown, a value
of a wrong type and topics that share a key are told with file and line, and by `nkreader check`.
Relative folders are relative to the file.

An editor that knows JSON schemas completes keys and marks what is wrong while you type: put
[config.schema.json](config.schema.json) beside your file, and into its first line
`# yaml-language-server: $schema=config.schema.json`.
"""
FIELDS: dict[type[msgspec.Struct], dict[str, str]] = {
    Config: {
        "articles": "The folder of articles. Without it: the folder that the file is in.",
        "include": "Only files whose path matches one of these patterns, such as `2024/*`; `*` "
        "stands for anything, `/` too. Empty: all.",
        "exclude": "And of these not the ones that match one of these patterns.",
        "columns": "What the headings of your tables are; see below.",
        "annotations": "The folder of annotations. Without it: `annotations` beside the file, for "
        "the one in your configuration folder, a folder among your user data.",
        "language": "The language of articles of which nobody can tell it: "
        f"{', '.join(CONFIGURABLE)}.",
        "coder": "Your name in the annotations you make. Empty: the name you are logged in with.",
        "theme": "Colours; `ansi` are those of your terminal.",
        "reading": "How the reader looks; see below.",
        "topics": "What passages are tagged with; see below.",
        "aliases": "Spellings and names that mean the same in a search, a list for each meaning.",
        "sources": "Names of one newspaper, a list for each, the one to be shown first: "
        "`[Sächsische Zeitung, SZ Dresden]`. Spellings that differ in case, hyphens, umlauts or "
        "`Online`, addresses, and many known names are put together without.",
        "keys": "Keys of your own: a command's name as in [keys.md](keys.md), and a key or keys.",
    },
    ColumnsConfig: {
        "text": "The text of an article.",
        "title": "Its title.",
        "source": "The newspaper or site.",
        "date": "The day it appeared.",
        "author": "Who wrote it.",
        "url": "Its address.",
        "language": "Its language, by two letters or by name.",
        "id": "What it is called below the file; see [articles.md](articles.md).",
    },
    ReadingConfig: {
        "width": f"Cells of a line of text, from {WIDTHS.start} to {WIDTHS.stop - 1}.",
        "hyphenate": "Whether words are hyphenated at the ends of lines.",
    },
    Topic: {
        "name": "Its name; `arms/artillery` is below `arms` for choosing and for other programs.",
        "key": "The digit that tags with it.",
        "letter": "The letter that, after `t`, tags with it: every letter but `t`.",
        "colour": f"{', '.join(COLOURS)}, or a colour such as `'#b23a28'`.",
        "description": "What belongs here and what does not.",
        "suggest": "A query whose sentences are suggested: [suggestions.md](suggestions.md).",
    },
}
HEADINGS = {Config: "", ColumnsConfig: "columns:", ReadingConfig: "reading:", Topic: "topics:"}
EXAMPLE = """
## For instance

```yaml
articles: articles
annotations: annotations
coder: anna
columns:
  text: Volltext
  source: [Zeitung, Medium]
reading:
  width: 80
topics:
- name: sanctions
  key: 3
  letter: c
  colour: yellow
aliases:
- [Schoigu, Shoigu]
keys:
  reader.note: [a, f2]
```
"""


def kind(annotation: object) -> str:
    """What may stand there, in words."""
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return kind(parts[0])
    if origin is typing.Literal:
        return " or ".join(f"`{each}`" for each in parts)
    if origin in (UnionType, typing.Union):
        return " or ".join(kind(each) for each in parts if each is not NoneType)
    if origin is tuple:
        return f"list of {kind(parts[0])}"
    if origin is dict:
        return f"{kind(parts[1])} for each name"
    names: dict[object, str] = {str: "text", int: "number", bool: "`true` or `false`"}
    return names.get(annotation, "section")


def default(value: object) -> str:
    """What counts where nothing is said."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if isinstance(value, str | int) and value != "" else ""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for struct, described in FIELDS.items():
        if HEADINGS[struct]:
            parts.append(f"\n## {HEADINGS[struct]}\n")
        parts.append("\n| key | what may stand there | if left out | what it means |\n")
        parts.append("|---|---|---|---|\n")
        hints = typing.get_type_hints(struct, include_extras=True)
        for field in msgspec.structs.fields(struct):
            means = described[field.name]
            row = (f"`{field.name}`", kind(hints[field.name]), default(field.default), means)
            parts.append(f"| {' | '.join(row)} |\n")
    return "".join([*parts, EXAMPLE])


def schema() -> str:
    """The JSON schema of the file, for editors; it refuses nothing that the program accepts."""
    made = msgspec.json.schema(Config)
    for struct, described in FIELDS.items():
        definition = made["$defs"][struct.__name__]
        definition.pop("description", None)
        for name, words in described.items():
            field = definition["properties"][name]
            field["description"] = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", words)
            field.pop("default", None)
    definitions = {name: each["properties"] for name, each in made["$defs"].items()}
    definitions["Config"]["language"]["enum"] = list(CONFIGURABLE)
    definitions["ReadingConfig"]["width"] |= {"minimum": WIDTHS.start, "maximum": WIDTHS.stop - 1}
    colours = [{"enum": ["", *COLOURS]}, {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}]
    topic = definitions["Topic"]
    topic["colour"] = {"anyOf": colours, "description": topic["colour"]["description"]}
    topic["letter"]["pattern"] = "^[^t]?$"
    for name, field in definitions["Config"].items():
        # A key without a value counts as left out.
        definitions["Config"][name] = {"anyOf": [field, {"type": "null"}]}
    made = {"title": "nkreader config.yaml", **_lenient(made)}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _lenient(node: Any) -> Any:
    """Text may be written without quotes, whatever it looks like: a topic may be called 2024."""
    if isinstance(node, list):
        return [_lenient(each) for each in node]
    if not isinstance(node, dict):
        return node
    lenient = {name: _lenient(each) for name, each in node.items()}
    if node.get("type") == "string" and not node.keys() & {"enum", "pattern"}:
        lenient["type"] = ["string", "number", "boolean"]
    return lenient


if __name__ == "__main__":
    docs = Path(__file__).resolve().parent
    (docs / "config.md").write_text(page(), encoding="utf-8")
    (docs / "config.schema.json").write_text(schema(), encoding="utf-8")
