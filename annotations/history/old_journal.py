"""Reads the undo history as older versions kept it: a file of JSON lines."""

import msgspec

from annotations.history.steps import Change, Step, parts_of
from annotations.topics import TopicEdit


class _Did(msgspec.Struct):
    label: str
    changes: tuple[Change, ...]
    topics: TopicEdit | None = None
    id: str = ""


class _Line(msgspec.Struct):
    """A step done, or that one was undone or redone (`true` is the last one), or articles moved.

    A step whose id is there already corrects that one.
    """

    did: _Did | None = None
    undid: str | bool = False
    redid: str | bool = False
    moved: dict[str, str] = {}


def read_lines(data: bytes) -> tuple[list[Step], list[Step]]:
    """Return the steps that can be undone, and redone, of an old journal, the last one last.

    A line torn by a crash is left out; what was done before a damaged one cannot be undone without
    what is lost there, and is left out too.
    """
    done: list[Step] = []
    undone: list[Step] = []
    decoder = msgspec.json.Decoder(_Line)
    for text in data.split(b"\n")[:-1]:
        try:
            line = decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            done, undone = [], []
            continue
        if line.did:
            _put(line.did, done, undone)
        elif line.undid:
            _go(line.undid, done, undone)
        elif line.redid:
            _go(line.redid, undone, done)
        for steps in (done, undone):
            steps[:] = [_followed(step, line.moved) for step in steps] if line.moved else steps
    return done, undone


def _put(did: _Did, done: list[Step], undone: list[Step]) -> None:
    step = Step(did.label, parts_of(did.changes), did.topics)
    if not did.id:
        done.append(step)
        undone.clear()
        return
    step = Step(step.label, step.parts, step.topics, did.id)
    is_known = any(each.id == step.id for each in (*done, *undone))
    if not is_known:
        done.append(step)
        undone.clear()
    for steps in (done, undone):
        steps[:] = [step if each.id == step.id else each for each in steps]
        steps[:] = [each for each in steps if each.id != step.id or each.parts or each.topics]


def _go(named: str | bool, here: list[Step], there: list[Step]) -> None:
    for at in range(len(here) - 1, -1, -1):
        if named is True or here[at].id == named:
            there.append(here.pop(at))
            return


def _followed(step: Step, homes: dict[str, str]) -> Step:
    return Step(step.label, tuple(part.at(homes) for part in step.parts), step.topics, step.id)
