"""A configuration that came with a folder, and the user's own: which links are followed."""

import os
from pathlib import Path

import pytest

from annotations.topics import Topic, TopicChange, TopicEdit
from tests.disk import odd
from workspace import bundled
from workspace.coding.save_result import SaveError
from workspace.coding.topics_file import TopicsFile
from workspace.config import ConfigError
from workspace.places import Options, lock_of, resolve

CONFIG = "coder: anna\ntopics:\n- name: a\n"
ADD = TopicEdit((TopicChange(None, Topic("b")),))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "received"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.mark.parametrize("kind", odd.KINDS)
def test_one_in_the_current_folder_is_refused_by_name(
    here: Path, tmp_path: Path, kind: str
) -> None:
    odd.make(kind, here / "config.yaml", tmp_path)
    with pytest.raises(ConfigError, match=r"^config.yaml: it is a .*--config\.$"):
        resolve(Options())
    assert resolve(Options(config=bundled.config_file())).config.topics  # the way out


def test_one_that_is_a_link_inside_is_used_and_stays_one(here: Path) -> None:
    (here / "real.yaml").write_text(CONFIG)
    (here / "config.yaml").symlink_to("real.yaml")
    settings = resolve(Options())
    assert settings.config.coder == "anna"
    TopicsFile(settings).make(ADD)
    assert (here / "config.yaml").is_symlink()
    assert (here / "real.yaml").read_text() == CONFIG + "- name: b\n"


def test_one_that_becomes_a_link_out_is_not_written(here: Path, tmp_path: Path) -> None:
    (here / "config.yaml").write_text(CONFIG)
    topics = TopicsFile(resolve(Options()))
    (tmp_path / "theirs.yaml").write_text(CONFIG)
    (here / "config.yaml").unlink()
    (here / "config.yaml").symlink_to(tmp_path / "theirs.yaml")
    with pytest.raises(SaveError, match="leads out of the folder"):
        topics.make(ADD)
    assert (tmp_path / "theirs.yaml").read_text() == CONFIG


@pytest.mark.parametrize("personal", [True, False])
def test_the_users_own_may_be_a_link_to_a_file(here: Path, tmp_path: Path, personal: bool) -> None:
    real = tmp_path / "dotfiles.yaml"
    real.write_text(CONFIG)
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "nkreader"
    folder.mkdir(parents=True)
    own = folder / "config.yaml" if personal else tmp_path / "mine.yaml"
    own.symlink_to(real)
    settings = resolve(Options(config=None if personal else own))
    TopicsFile(settings).make(ADD)
    assert own.is_symlink()
    assert real.read_text() == CONFIG + "- name: b\n"


@pytest.mark.parametrize("personal", [True, False])
@pytest.mark.parametrize("kind", ["device", "fifo", "in_socket", "folder"])
def test_and_to_nothing_else(here: Path, tmp_path: Path, kind: str, personal: bool) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "nkreader"
    folder.mkdir(parents=True)
    own = folder / "config.yaml" if personal else tmp_path / "mine.yaml"
    odd.make(kind, own, tmp_path)
    with pytest.raises(ConfigError, match="it is a"):
        resolve(Options(config=None if personal else own))


@pytest.mark.parametrize("kind", [*odd.KINDS, "hard_link"])
def test_a_lock_that_is_none_is_named(here: Path, tmp_path: Path, kind: str) -> None:
    (here / "config.yaml").write_text(CONFIG)
    topics = TopicsFile(resolve(Options()))
    lock = lock_of(topics.file)
    lock.parent.mkdir(parents=True)
    (odd.hard_link if kind == "hard_link" else odd.KINDS[kind])(lock, tmp_path)
    with pytest.raises(SaveError, match=rf"{lock.name} cannot be used: it .*Nothing was changed"):
        topics.make(ADD)
    assert (here / "config.yaml").read_text() == CONFIG
