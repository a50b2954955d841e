"""Which configuration counts, and where articles, annotations, cache and state are."""

import os
from pathlib import Path

import platformdirs
import pytest

from workspace import bundled
from workspace.config import ConfigError
from workspace.places import Options, PlaceError, Places, resolve
from workspace.workspace import Workspace


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that nkreader is started in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def configure(folder: Path, text: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def personal() -> Path:
    return Path(platformdirs.user_config_path("nkreader"))


def data() -> Path:
    return Path(platformdirs.user_data_path("nkreader")) / "annotations"


def test_the_nearest_configuration_wins(here: Path, tmp_path: Path) -> None:
    assert resolve(Options()).file.file == bundled.config_file()
    configure(personal(), "coder: personal")
    assert resolve(Options()).config.coder == "personal"
    configure(here, "coder: local")
    assert resolve(Options()).config.coder == "local"
    named = configure(tmp_path / "other", "coder: named")
    assert resolve(Options(config=named)).config.coder == "named"


def test_a_broken_configuration_is_not_passed_over(here: Path) -> None:
    configure(personal(), "coder: personal")
    configure(here, "thema: dark")
    with pytest.raises(ConfigError, match="thema"):
        resolve(Options())


def test_without_a_configuration_the_samples_are_opened(here: Path) -> None:
    places = resolve(Options()).places
    assert places.samples
    assert places.articles == bundled.samples()
    # Never into the program's own folder, whatever the bundled configuration says.
    assert places.annotations == data() / "samples"


def test_folders_are_relative_to_the_configuration(here: Path, tmp_path: Path) -> None:
    file = configure(tmp_path / "project", "articles: texte\nannotations: ../kodes\n")
    for options in (Options(config=file), Options(config=Path("../project/config.yaml"))):
        places = resolve(options).places
        assert places.articles == tmp_path / "project" / "texte"
        assert places.annotations == tmp_path / "kodes"
        assert not places.samples


def test_folders_of_the_command_line_are_relative_to_where_one_is(here: Path) -> None:
    places = resolve(Options(Path("texte"), Path("kodes"))).places
    assert (places.articles, places.annotations) == (here / "texte", here / "kodes")


def test_a_configuration_without_articles_means_its_own_folder(here: Path) -> None:
    configure(here, "coder: anna")
    places = resolve(Options()).places
    assert (places.articles, places.annotations) == (here, here / "annotations")


def test_home_is_expanded(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    configure(here, "articles: ~/texte\nannotations: ~/kodes\n")
    places = resolve(Options()).places
    assert places.articles == tmp_path / "home" / "texte"
    assert places.annotations == tmp_path / "home" / "kodes"


def test_a_found_configuration_speaks_for_its_own_articles_only(here: Path, tmp_path: Path) -> None:
    configure(here, "articles: texte\nannotations: kodes\n")
    own = resolve(Options(here / "texte")).places
    assert own.annotations == here / "kodes"
    other = resolve(Options(tmp_path / "other")).places
    assert other.annotations.parent == data()
    assert other.annotations.name.startswith("other-")


def test_a_personal_configuration_says_where_only_if_it_says_so(here: Path) -> None:
    configure(personal(), "coder: anna")
    assert resolve(Options()).places.annotations == data() / "samples"
    configure(personal(), f"articles: {here / 'texte'}\n")
    assert resolve(Options()).places.annotations.parent == data()
    configure(personal(), f"articles: {here / 'texte'}\nannotations: kodes\n")
    assert resolve(Options()).places.annotations == personal() / "kodes"


def test_a_personal_configuration_speaks_for_its_own_articles_only(
    here: Path, tmp_path: Path
) -> None:
    """Else the annotations of every folder that is opened would come together in one."""
    configure(personal(), f"articles: {here / 'texte'}\nannotations: kodes\n")
    own = resolve(Options()).places
    others = [resolve(Options(tmp_path / name)).places for name in ("one", "other")]
    folders = [each.annotations for each in (own, *others)]
    assert len(set(folders)) == 3
    assert {each.parent for each in folders[1:]} == {data()}
    # An article of the same name in two folders: neither sees what the other says of it.
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"{name}\n\nEin Satz steht hier.\n", "utf-8")
    for name in ("one", "other"):
        workspace = Workspace(resolve(Options(tmp_path / name)))
        workspace.load_annotations()
        assert workspace.annotation_files() == []
        workspace.changes.write_article_note("a.txt", name)
        workspace.close()
        (written,) = workspace.places.annotations.rglob("*.yaml")
        assert name in written.read_text("utf-8")


def test_a_named_configuration_speaks_for_the_folder_it_is_named_with(
    here: Path, tmp_path: Path
) -> None:
    file = configure(tmp_path / "project", "articles: texte\nannotations: kodes\n")
    places = resolve(Options(folder=here / "other", config=file)).places
    assert places.articles == here / "other"
    assert places.annotations == tmp_path / "project" / "kodes"


def test_the_command_line_has_the_last_word(here: Path) -> None:
    configure(here, "articles: texte\nannotations: kodes\n")
    places = resolve(Options(annotations=here / "mine")).places
    assert (places.articles, places.annotations) == (here / "texte", here / "mine")


def own_folders_of(places: Places) -> tuple[Path, ...]:
    return (places.annotations, places.cache, places.state, places.history)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/news", "b/news"),
        ("news", "news "),
        ("x" * 200 + "1", "x" * 200 + "2"),
        ("näws", "na\u0308ws"),
        ("b\udcffad", "b\udcfead"),
    ],
)
def test_two_folders_never_share_anything(here: Path, one: str, other: str) -> None:
    for name in (one, other):
        (here / name).mkdir(parents=True)
    first = own_folders_of(resolve(Options(here / one)).places)
    second = own_folders_of(resolve(Options(here / other)).places)
    assert not set(first) & set(second)
    for folder in (*first, *second):
        assert max(len(os.fsencode(part)) for part in folder.parts) <= 255


def test_one_folder_by_two_names_is_one_folder(here: Path) -> None:
    (here / "texte").mkdir()
    (here / "link").symlink_to("texte")
    direct = resolve(Options(Path("texte"))).places
    for name in (here / "texte", Path("./texte/"), Path("../here/texte")):
        assert resolve(Options(name)).places == direct
    # What was coded under one name must be there under the other.
    linked = resolve(Options(Path("link"))).places
    assert own_folders_of(linked) == own_folders_of(direct)


def test_two_annotation_folders_of_one_folder_have_histories_of_their_own(here: Path) -> None:
    anna = resolve(Options(here / "texte", here / "anna")).places
    berta = resolve(Options(here / "texte", here / "berta")).places
    assert anna.cache == berta.cache
    assert anna.history != berta.history
    assert anna.backups != berta.backups


def test_resolving_touches_nothing(here: Path, tmp_path: Path) -> None:
    configure(here, "articles: texte\n")
    before = sorted(tmp_path.rglob("*"))
    for options in (Options(), Options(tmp_path / "nowhere"), Options(Path("texte"), Path("k"))):
        resolve(options)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_that_leads_to_itself_does_not_raise(here: Path) -> None:
    (here / "loop").symlink_to("loop")
    assert resolve(Options(Path("loop"))).places.articles == here / "loop"


def test_what_cannot_be_a_folder_is_named(here: Path) -> None:
    with pytest.raises(PlaceError, match="--folder"):
        resolve(Options(Path("a\0b")))
    with pytest.raises(PlaceError, match="--annotations"):
        resolve(Options(annotations=Path("a\0b")))
    configure(here, 'coder: anna\narticles: "a\\0b"\n')
    with pytest.raises(ConfigError, match="articles") as caught:
        resolve(Options())
    assert caught.value.line == 2
    configure(here, "articles: ~nobody-has-this-name/x\n")
    with pytest.raises(ConfigError, match="articles"):
        resolve(Options())


def test_patterns_choose_among_the_files_of_the_configured_folder_only(
    here: Path, tmp_path: Path
) -> None:
    file = configure(here, "articles: news\ninclude: ['2024/*']\nexclude: ['*/draft*']")
    own = resolve(Options()).places
    assert (own.include, own.exclude) == (("2024/*",), ("*/draft*",))
    other = resolve(Options(tmp_path / "other")).places
    assert (other.include, other.exclude) == ((), ())
    named = resolve(Options(tmp_path / "other", config=file)).places
    assert named.include == ("2024/*",)
