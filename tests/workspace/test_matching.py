"""A source of another program is the article it is, and no other."""

import pytest

from annotations.exchange.claims import Source
from corpus.folder.catalogue import Record
from corpus.text.canonical import canonical, text_sha256
from workspace.exchange.source_matching import Matcher

TEXTS = {
    "2024/gipfel.txt": "Putin und Kim treffen sich in Pjöngjang und sprechen über Granaten.\n",
    "2024/kopie.txt": "Putin und Kim treffen sich in Pjöngjang und sprechen über Granaten.\n",
    "2025/gipfel.txt": "Ein anderes Treffen, von dem niemand etwas gehört hat.\n",
    "zug.txt": "„Der Zug“ – er fährt  los,\nmit Kim darin und vielen Leuten.\n",
    "wetter.txt": "Morgen regnet es im Norden, im Süden scheint die Sonne.\n",
}
RECORDS = {
    path: Record(
        path,
        "",
        title={"zug.txt": "Der Zug fährt"}.get(path, "Ohne Titel"),
        url="https://www.example.org/zug/" if path == "zug.txt" else "",
        characters=len(text),
        sha256=text_sha256(canonical(text)),
    )
    for path, text in TEXTS.items()
}


@pytest.mark.parametrize(
    ("source", "path"),
    [
        # The same text, whatever it is called, and of two the one with its path.
        (Source(path="x", title="wetter", text="\ufeff" + TEXTS["zug.txt"]), "zug.txt"),
        (Source(path="x", text=TEXTS["zug.txt"].replace("\n", "\r\n")), "zug.txt"),
        (Source(path="2024/kopie.txt", text=TEXTS["2024/gipfel.txt"]), "2024/kopie.txt"),
        (Source(text=TEXTS["2024/gipfel.txt"]), "2024/gipfel.txt"),
        (Source(sha256=RECORDS["zug.txt"].sha256), "zug.txt"),
        # Its path, though its text is an earlier one.
        (Source(path="wetter.txt", text="Morgen regnet es im Norden."), "wetter.txt"),
        (Source(path="wetter.txt"), "wetter.txt"),
        (Source(url="http://example.org/zug#absatz"), "zug.txt"),
        # Its words, however they are set.
        (Source(text='"Der Zug" - er fährt los, mit\n\nKim darin und vielen Leuten.'), "zug.txt"),
        # A name that only one has.
        (Source(title="der zug  FÄHRT"), "zug.txt"),
        (Source(path="wetter.docx"), "wetter.txt"),
        (Source(title="wetter"), "wetter.txt"),
        (Source(path="gipfel.txt"), ""),
        (Source(title="Ohne Titel"), ""),
        # The name of an article, and nothing of its words.
        (Source(path="wetter.txt", text="Was jemand in einem Gespräch erzählt hat."), ""),
        (Source(title="wetter", text="Was jemand in einem Gespräch erzählt hat."), ""),
        (Source(text=""), ""),
        (Source(), ""),
    ],
)
def test_an_article_is_known_by_what_is_surest(source: Source, path: str) -> None:
    assert Matcher(RECORDS, TEXTS.__getitem__).find(source) == path
