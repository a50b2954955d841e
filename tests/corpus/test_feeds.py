"""Feeds: items of RSS and Atom as articles, with what their feed says; bad files."""

import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ArticleError
from corpus.folder.stamps import article_stamps
from corpus.load import load_article

TEXT = "Der Präsident sagte am Montag, dass die Gespräche über Waffen fortgesetzt werden."
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="urn:c" xmlns:dc="urn:dc"><channel><title>Echo &amp; Bote</title>
<link>https://echo.example/</link><language>de-AT</language>
<item><title>Kim &amp;amp; Putin</title><link>https://echo.example/1</link><guid>echo-1</guid>
<dc:creator>Anna Beispiel</dc:creator><pubDate>Mon, 17 Jun 2024 10:00:00 +0200</pubDate>
<description>Kurz gesagt.</description><content:encoded><![CDATA[<h2>Oben</h2><p>{TEXT}</p>
<ul><li>Punkt</li></ul><p>Gr&ouml;&szlig;e&nbsp;zählt.</p>]]></content:encoded></item>
<item><title>Zwei</title><guid>https://echo.example/2</guid><description>Nur Text, ohne mehr.
</description></item>
<item><title>Drei</title><link>https://echo.example/3</link></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Herald</title>
<author><name>Staff</name></author>
<entry><title type="html">One &lt;b&gt;two&lt;/b&gt;</title><id>urn:uuid:7</id>
<link rel="edit" href="https://herald.example/edit"/><link href="https://herald.example/7"/>
<published>2024-06-17T10:00:00Z</published><updated>2024-06-19T10:00:00Z</updated>
<summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p><p>More.</p></div></content>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="urn:rdf" xmlns="urn:rss"><channel><title>Alt</title></channel>
<item><title>Eins</title><link>https://alt.example/1</link><description>Ein Text.</description>
</item></rdf:RDF>"""


def listed(folder, problems=None):
    tell = problems.append if problems is not None else None
    return {stamp.path: stamp.key for stamp in article_stamps(folder, on_problem=tell)}


def test_an_item_is_an_article_with_what_its_feed_says(tmp_path):
    (tmp_path / "echo.rss").write_text(RSS)
    problems = []
    assert list(listed(tmp_path, problems)) == ["echo.rss/echo-1", "echo.rss/000002"]
    assert "a title and an address, but no text: 1, the first at item 3" in problems[0].reason
    found = load_article(tmp_path, "echo.rss/echo-1")
    assert found.text == f"Oben\n\n{TEXT}\n\nPunkt\n\nGröße\xa0zählt."
    assert [str(b.kind) for b in found.blocks] == ["heading", "paragraph", "list", "paragraph"]
    assert (found.title, found.source) == ("Kim & Putin", "Echo & Bote")
    assert (found.author, found.date) == ("Anna Beispiel", "2024-06-17")
    assert (found.url, found.language) == ("https://echo.example/1", "de")
    two = load_article(tmp_path, "echo.rss/000002")
    assert two.text == "Nur Text, ohne mehr."
    assert two.url == "https://echo.example/2"


@pytest.mark.parametrize("name", ["a.atom", "a.xml"])
def test_atom_says_the_same_in_other_words(tmp_path, name):
    (tmp_path / name).write_text(ATOM)
    assert list(listed(tmp_path)) == [f"{name}/000001"]
    found = load_article(tmp_path, f"{name}/000001")
    assert found.text == f"{TEXT}\n\nMore."
    assert (found.title, found.author, found.source) == ("One two", "Staff", "Herald")
    assert (found.date, found.url) == ("2024-06-17", "https://herald.example/7")


def test_feeds_of_the_first_hour_are_read(tmp_path):
    (tmp_path / "a.xml").write_text(RDF)
    (path,) = listed(tmp_path)
    assert load_article(tmp_path, path).text == "Ein Text."
    assert load_article(tmp_path, path).source == "Alt"


def test_a_new_item_and_a_changed_one_are_the_only_ones_read_again(tmp_path):
    file = tmp_path / "echo.rss"
    file.write_text(RSS)
    before = listed(tmp_path)
    more = "<item><guid>neu</guid><description>Neu.</description></item></channel>"
    file.write_text(RSS.replace("</channel>", more).replace("Nur Text", "Kein Text"))
    after = listed(tmp_path)
    assert set(after) - set(before) == {"echo.rss/neu"}
    assert [path for path in before if before[path] != after[path]] == ["echo.rss/000002"]


def test_a_feed_that_is_not_quite_xml_is_read(tmp_path):
    broken = RSS.replace("&amp;amp;", "&").replace(
        "Kurz gesagt.", "a & b <br> &nbsp; &undefiniert;"
    )
    (tmp_path / "a.rss").write_text(broken[: broken.index("<item><title>Drei")])
    assert list(listed(tmp_path)) == ["a.rss/echo-1", "a.rss/000002"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<TEI><text/></TEI>", "not a feed (RSS or Atom), but <TEI>"),
        ("Nur Text", "no"),
        ('<!DOCTYPE rss [<!ENTITY a "ha">]><rss><item>&a;</item></rss>', "DOCTYPE"),
        ("", "no"),
    ],
)
def test_what_is_no_feed_is_told(tmp_path, data, said):
    (tmp_path / "a.xml").write_text(data)
    problems = []
    assert listed(tmp_path, problems) == {}
    assert said in problems[0].reason
    assert problems[0].advice


def test_a_document_type_that_defines_nothing_is_no_harm(tmp_path):
    old = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://nowhere.example/rss.dtd">'
    (tmp_path / "a.rss").write_text(old + RSS[RSS.index("<rss") :])
    assert len(listed(tmp_path)) == 2


def test_feeds_need_an_extra_and_say_so(tmp_path, monkeypatch):
    (tmp_path / "a.rss").write_text(RSS)
    (tmp_path / "b.txt").write_text(TEXT)
    monkeypatch.setitem(sys.modules, "lxml", None)
    for name in ("corpus.records.feeds", "corpus.formats.xml_tree"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    problems = []
    assert list(listed(tmp_path, problems)) == ["b.txt"]
    assert "nkreader[html]" in problems[0].advice


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([RSS, ATOM, RDF]), st.integers(0, 1500), st.binary(max_size=12))
def test_a_damaged_feed_is_read_or_told(tmp_path_factory, feed, place, damage):
    folder = tmp_path_factory.mktemp("feed")
    data = feed.encode()
    (folder / "a.rss").write_bytes(data[:place] + damage + data[place + 5 :])
    for path in listed(folder):
        with suppress(ArticleError):
            load_article(folder, path)


def test_half_a_character_named_by_its_number_costs_no_item(tmp_path):
    item = "<item><title>Hafen {}</title><description>Der Hafen ist zu.</description></item>"
    items = item.format("&#xD83D;&#56832; zu") + item.format("offen")
    (tmp_path / "f.rss").write_text(f"<rss><channel>{items}</channel></rss>")
    found = [load_article(tmp_path, f"f.rss/{number:06}").title for number in (1, 2)]
    assert found == ["Hafen \ufffd\ufffd zu", "Hafen offen"]


@pytest.mark.parametrize("declared", ["", '<?xml version="1.0" encoding="UTF-8"?>'])
def test_a_feed_in_an_encoding_it_does_not_name_keeps_its_letters(tmp_path, declared):
    item = "<item><title>Über A &amp; B & C</title><description>Öl für Städte.</description></item>"
    (tmp_path / "f.rss").write_bytes(
        f"{declared}<rss><channel>{item}</channel></rss>".encode("cp1252")
    )
    found = load_article(tmp_path, "f.rss/000001")
    assert (found.title, found.text) == ("Über A & B & C", "Öl für Städte.")


def test_a_feed_in_utf_16_keeps_its_letters(tmp_path):
    item = "<item><title>Über A</title><description>Öl für Städte &amp; Meer.</description></item>"
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    (tmp_path / "f.rss").write_bytes(f"{head}<rss><channel>{item}</channel></rss>".encode("utf-16"))
    assert load_article(tmp_path, "f.rss/000001").text == "Öl für Städte & Meer."
