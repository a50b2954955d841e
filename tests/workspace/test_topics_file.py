"""What is done to topics in a file can be undone to the byte; nobody overwrites anybody."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.topics import Topic, TopicChange, TopicEdit
from workspace.coding.save_result import SaveError
from workspace.coding.topics_file import TopicsFile
from workspace.config import load_config
from workspace.places import Options, resolve

CALM = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
START = """\
# mine
topics:
  # first
  - name: a   # A
    key: 1
    # letter: x

  - {name: b, colour: red}   # in braces
  # between
  - name: "c"
    description: >
      folded
      text

keys: {}   # none
"""
NAMES = st.sampled_from(["a", "b", "c", "d", "e: f", "#g", "'h'", "ä"])
TOPICS = st.builds(
    Topic,
    name=NAMES,
    key=st.none() | st.integers(1, 9),
    letter=st.sampled_from(["", "x", "y"]),
    colour=st.sampled_from(["", "blue", "#aabbcc"]),
    description=st.sampled_from(["", "one: two", "two\nlines"]),
)


@contextmanager
def opened(data: bytes) -> Iterator[tuple[Path, TopicsFile]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.yaml"
        file.write_bytes(data)
        yield file, TopicsFile(resolve(Options(config=file)))


def change_of(topics: TopicsFile, name: str, wanted: Topic | None) -> TopicChange:
    before = next((each for each in topics.topics if each.name == name), None)
    return TopicChange(before, wanted)


@CALM
@given(
    st.lists(st.tuples(NAMES, st.none() | TOPICS), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_undoing_everything_brings_back_every_byte(
    wanted: list[tuple[str, Topic | None]], newline: str, marked: bool
) -> None:
    start = (b"\xef\xbb\xbf" if marked else b"") + START.replace("\n", newline).encode()
    with opened(start) as (file, topics):
        done: list[TopicEdit] = []
        for name, topic in wanted:
            try:
                made = topics.make(TopicEdit((change_of(topics, name, topic),))).edit
            except SaveError:  # two of one name
                continue
            assert load_config(file).config.topics == topics.topics
            done += [made] if made else []
        for edit in reversed(done):
            assert topics.make(edit.inverse()).edit is not None
        assert file.read_bytes() == start


def test_two_programs_that_add_topics_at_once_lose_none(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(START, encoding="utf-8")

    def add(prefix: str) -> None:
        topics = TopicsFile(resolve(Options(config=file)))
        for number in range(12):
            topics.make(TopicEdit((TopicChange(None, Topic(f"{prefix}{number}")),)))

    threads = [Thread(target=add, args=(prefix,)) for prefix in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {topic.name for topic in load_config(file).config.topics}
    assert names >= {f"{prefix}{number}" for prefix in "xyz" for number in range(12)}
    assert "# between" in file.read_text()


def test_what_an_editor_saves_in_the_last_moment_is_kept(tmp_path: Path) -> None:
    """Between reading the file and replacing it somebody else has written it."""
    file = tmp_path / "config.yaml"
    file.write_text("topics: []\n")

    class Interrupted(TopicsFile):
        interruptions = 1

        def _read(self) -> bytes | None:
            data = super()._read()
            if self.interruptions:
                self.interruptions -= 1
                file.write_text("coder: anna\ntopics: []\n")
            return data

    topics = Interrupted(resolve(Options(config=file)))
    topics.make(TopicEdit((TopicChange(None, Topic("new")),)))
    assert file.read_text() == "coder: anna\ntopics:\n- name: new\n"


def test_a_link_stays_a_link_and_a_mode_a_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "config.yaml"
    real.write_text("topics:\n- name: a\n")
    real.chmod(0o640)
    link.symlink_to(real)
    topics = TopicsFile(resolve(Options(config=link)))
    topics.make(TopicEdit((TopicChange(None, Topic("b")),)))
    assert link.is_symlink()
    assert real.read_text() == "topics:\n- name: a\n- name: b\n"
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in tmp_path.iterdir()) == ["config.yaml", "real.yaml", "xdg"]
