"""Make docs/keys.md from the records of the commands.

python docs/make_keys.py
"""

from pathlib import Path

from tui.all_commands import COMMANDS
from tui.commands.command import Scope
from tui.keys.keymap import key_label

HEAD = """# Keys

Generated from the program's own list of commands by `docs/make_keys.py`. In the program, `?` shows
the same. To change a key, write it under `keys:` in `config.yaml`, after the name of the command.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for scope in Scope:
        commands = [command for command in COMMANDS.commands if command.scope is scope]
        parts.append(
            f"\n## {scope[0].upper()}{scope[1:]}\n\n| keys | what it does | name |\n|---|---|---|\n"
        )
        for command in commands:
            keys = ", ".join(f"`{key_label(key)}`" for key in command.keys)
            parts.append(f"| {keys} | {command.help} | `{command.id}` |\n")
    return "".join(parts)


if __name__ == "__main__":
    (Path(__file__).resolve().parent / "keys.md").write_text(page(), encoding="utf-8")
