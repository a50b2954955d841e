"""HTML pages: what is text, which of it is the article, what the markup says; and broken markup."""

import json
import logging
import socket
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ArticleError, MissingExtraError
from corpus.formats.registry import extract, reading
from corpus.load import load_article
from corpus.page.blocks import BlockKind
from corpus.text.canonical import canonical

PROSE = (
    "Der Präsident sagte am Montag, dass die Gespräche über den Handel mit Waffen in den nächsten"
    " Tagen fortgesetzt werden; der Vertrag zwischen den Ländern bleibt davon unberührt."
)
LEAD = "Nach dem Treffen in Moskau wollen beide Seiten weiter reden, wie der Kreml am Montag sagte."
PAGE = f"""<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Kim in Moskau - Beispiel Online</title>
<meta property="og:title" content="Kim in Moskau - Beispiel Online">
<meta property="og:site_name" content="Beispiel Online">
<meta name="author" content="Anna Beispiel">
<meta property="article:published_time" content="2024-06-17T10:00:00+02:00">
<link rel="canonical" href="https://example.org/kim-in-moskau">
<style>p {{ color: red }}</style><script>var unsichtbar = "a<b";</script></head>
<body><nav><ul><li><a href="/">Startseite</a></li><li><a href="/politik">Politik</a></li></ul></nav>
<main><article><h1>Kim in <em>Moskau</em></h1>
<p class="lead">{LEAD}</p>
<figure><img src="kim.jpg" alt="">
<figcaption>Kim bei der Ankunft am Bahnhof. Foto: Muster</figcaption></figure>
<p>{PROSE}</p><h2>Waffen und Verträge</h2><p>Erstens: {PROSE}</p>
<ul><li>Der erste Punkt des Vertrages betrifft die Waffen.</li>
<li>Der zweite Punkt betrifft den Handel zwischen den Ländern.</li></ul>
<p hidden>Versteckter Text</p><p style="color:red; display: none">Auch versteckt</p>
<p>Zweitens: {PROSE}</p></article>
<div class="related-posts"><h3>Das könnte Sie auch interessieren</h3>
<ul><li><a href="/x">Xi reist nach Pjöngjang zu einem Treffen mit Kim</a></li></ul></div></main>
<footer><p>Impressum und Datenschutz</p></footer></body></html>"""


@pytest.fixture
def load(tmp_path):
    def load(data, name="a.html"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return load_article(tmp_path, name)

    return load


def kinds(article):
    return {article.text[b.start : b.end]: b.kind for b in article.blocks}


def test_the_article_is_shown_and_the_page_around_it_folded(load):
    found = load(PAGE)
    assert kinds(found) == {
        "Startseite": BlockKind.FURNITURE,
        "Politik": BlockKind.FURNITURE,
        "Kim in Moskau": BlockKind.TITLE,
        LEAD: BlockKind.PARAGRAPH,
        "Kim bei der Ankunft am Bahnhof. Foto: Muster": BlockKind.CAPTION,
        PROSE: BlockKind.PARAGRAPH,
        "Waffen und Verträge": BlockKind.HEADING,
        f"Erstens: {PROSE}": BlockKind.PARAGRAPH,
        "Der erste Punkt des Vertrages betrifft die Waffen.": BlockKind.LIST,
        "Der zweite Punkt betrifft den Handel zwischen den Ländern.": BlockKind.LIST,
        f"Zweitens: {PROSE}": BlockKind.PARAGRAPH,
        "Das könnte Sie auch interessieren": BlockKind.RELATED,
        "Xi reist nach Pjöngjang zu einem Treffen mit Kim": BlockKind.RELATED,
        "Impressum und Datenschutz": BlockKind.FURNITURE,
    }


def test_what_the_page_tells_machines(load):
    found = load(PAGE)
    assert (found.title, found.source) == ("Kim in Moskau", "Beispiel Online")
    assert (found.author, found.date) == ("Anna Beispiel", "2024-06-17")
    assert (found.url, found.language) == ("https://example.org/kim-in-moskau", "de")


def test_a_line_that_many_pages_share_is_furniture(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    found = load_article(tmp_path, "a.html", recurring={LEAD, "Kim in Moskau"})
    assert kinds(found)[LEAD] is BlockKind.FURNITURE
    assert kinds(found)["Kim in Moskau"] is BlockKind.TITLE


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Eins  zwei\n drei</p><p>vier</p>", "Eins zwei drei\n\nvier"),
        ("<p>Eins<br>zwei<br/><br>drei</p>", "Eins\nzwei\ndrei"),
        ("<p>Ein <b>fettes</b> W<i>or</i>t</p>", "Ein fettes Wort"),
        ("<div>Eins<div>zwei</div>drei</div>", "Eins\n\nzwei\n\ndrei"),
        ("<ul><li>Eins<li>zwei</ul>", "Eins\nzwei"),
        ("<table><tr><td>a <td>b<tr><td><p>c</p><td></table>", "a\tb\n\nc"),
        ("<p>a&nbsp;b &amp; &lt;i&gt; &#8232; c&shy;d &#x202e;e</p>", "a\xa0b & <i> cd e"),
        ("<p>u&#x308;ber</p>", "über"),
        ("<p>a<!-- nein -->b<?php nein ?>c</p>", "abc"),
        ("<noscript><p>Bitte</p></noscript><noscript></noscript>", "Bitte"),
        ("<template>a</template><svg><title>b</title></svg><iframe>c</iframe>d", "d"),
        ("<div style='visibility:hidden'>a</div><dialog>b</dialog><p>c", "c"),
        ("<p>a<span hidden>b</span>c</p>", "ac"),
        ("<pre>a\n\n  b</pre>", "a\nb"),
    ],
)
def test_the_text_is_what_can_be_seen_in_order(body, text):
    found = extract("a.html", f"<html><body style='visibility:hidden'>{body}</body>".encode())
    assert found.text == text


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ('<?xml version="1.0" encoding="ISO-8859-5"?>', "iso8859-5"),
        ('<meta charset="windows-1251">', "utf-8"),  # saved again, and still says so
        ('<meta charset="utf-8">', "utf-16"),  # with a byte order mark
    ],
)
def test_a_page_may_declare_its_encoding(load, declared, encoding):
    text = "Президент России прибыл."
    found = load(f"{declared}<html><body><p>{text}</p></body></html>".encode(encoding))
    assert found.text == text


@pytest.mark.parametrize("declared", ["punycode", "zip", "utf-7", "nirgends", "unicode_escape"])
def test_an_odd_declaration_is_left_alone(load, declared):
    assert load(f"<meta charset={declared}><p>Größe</p>".encode("cp1252")).text == "Größe"


@pytest.mark.parametrize(
    "markup",
    [
        b"",
        b"  \n",
        b"<",
        b"<script>x</script>",
        b"<frameset><frame src='x'></frameset>",
        b"<html><head><title>nur das</title></head></html>",
    ],
)
def test_a_page_without_text_is_an_empty_article(load, markup):
    assert load(markup, "kim_in_moskau.html").words <= 1


def test_null_bytes_do_not_end_the_page(load):
    assert load(b"<p>a\x00b</p>" + b"<p>Text und mehr</p>" * 10).text.startswith("ab\n\nText")


def test_deep_nesting_is_read_or_told(load):
    def page(depth):
        return b"<div>" * depth + b"innen" + b"</div>" * depth + b"<p>Ende</p>"

    assert load(page(1500)).text == "innen\n\nEnde"
    with pytest.raises(ArticleError, match="nested too deeply"):
        load(page(100_000))


def test_a_page_beyond_any_article_is_read_whole(load):
    found = load("<p>Ein Absatz, der sagt, was ist und was bleibt.</p>" * 31_000)
    assert len(found.blocks) == 31_000


def test_entities_and_documents_from_elsewhere_are_never_fetched(load, tmp_path, monkeypatch):
    def connect(*_args):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", connect)
    (tmp_path / "secret.txt").write_text("geheim")
    page = (
        f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{tmp_path}/secret.txt"><!ENTITY b "&a;&a;">]>'
        '<html xmlns:xi="http://www.w3.org/2001/XInclude"><link rel=stylesheet href=http://[::1]/x>'
        f'<body><p>&a;&b;</p><xi:include href="{tmp_path}/secret.txt" parse="text"/></body></html>'
    )
    assert "geheim" not in load(page, "a.xhtml").text


def test_braille_in_a_page_is_text_like_any_other(load):
    assert "⠓⠁⠇⠇⠕" in load(PAGE.replace("Erstens", "⠓⠁⠇⠇⠕")).text


def test_a_missing_extra_is_told_with_the_command(load, monkeypatch):
    monkeypatch.delitem(sys.modules, "corpus.formats.html.page")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError) as caught:
        load(PAGE)
    assert caught.value.extra == "html"
    assert "pip install 'nkreader[html]'" in caught.value.advice


def test_without_the_extra_a_page_is_not_even_opened(tmp_path, monkeypatch):
    (tmp_path / "a.html").mkdir()  # opening it would be told otherwise
    monkeypatch.setattr("corpus.formats.registry._installed", lambda _distribution: "-")
    with pytest.raises(MissingExtraError):
        load_article(tmp_path, "a.html")


def test_installing_the_extra_changes_how_pages_are_read(monkeypatch):
    with_it = reading(".html")
    reading.cache_clear()
    monkeypatch.setattr("corpus.formats.registry._installed", lambda _distribution: "-")
    without = reading(".html")
    reading.cache_clear()
    assert with_it != without
    assert reading(".txt") == reading(".md") != with_it


def test_a_library_that_stumbles_costs_only_its_verdict(load, monkeypatch):
    def stumble(*_args, **_kwargs):
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", stumble)
    monkeypatch.setattr("corpus.formats.html.page_facts.extract_metadata", stumble)
    found = load(PAGE)
    assert kinds(found)[PROSE] is BlockKind.PARAGRAPH


def test_warnings_of_the_libraries_reach_no_terminal(load, capfd, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # as outside of a test
    for markup in (b"<p>x", b"", b"<html><body><p></p></body></html>", PAGE.encode()[:700]):
        load(markup)
    assert capfd.readouterr() == ("", "")


MHT = f"""From: <Saved by a browser>
Snapshot-Content-Location: https://example.org/kim
Subject: =?utf-8?Q?Kim_in_Moskau?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/html; charset=CHARSET
Content-Transfer-Encoding: 8bit

<html><body><p>{PROSE}</p><p>Über {PROSE}</p></body></html>
------x
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------x--
"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("iso-8859-1", "cp1252")])
def test_a_page_saved_whole(load, charset, encoding):
    found = load(MHT.replace("CHARSET", charset).replace("\n", "\r\n").encode(encoding), "a.mhtml")
    assert found.text == f"{PROSE}\n\nÜber {PROSE}"
    assert (found.title, found.url) == ("Kim in Moskau", "https://example.org/kim")
    assert found.encoding == encoding


def test_a_saved_page_without_html(load):
    assert load("Content-Type: text/plain\n\nNur Text.", "a.mht").text == "Nur Text."
    nested = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000)
    )
    for broken in (b"", b"\x00\xff" * 100, b"Content-Type: image/png\n\nx", nested.encode()):
        with pytest.raises(ArticleError):
            load(broken, "a.mht")


TAGS = ["<p>", "</p>", "<div", ">", "<table><tr><td>", "</table>", "<br>", "<li>", "<h1>", "</h1>"]
ODD = ["<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<pre>\n", "&#", "&amp;", "'"]
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)
MARKUP = st.lists(st.sampled_from(TAGS + ODD) | WORDS).map("".join)


@settings(max_examples=100, deadline=None)
@given(MARKUP)
def test_whatever_the_markup_the_promises_hold(markup):
    found = extract("a.html", markup.encode("utf-8", "replace"))
    assert found.text == canonical(found.text)
    end = 0
    for block in found.blocks:
        assert not found.text[end : block.start].strip()
        shown = found.text[block.start : block.end]
        assert shown == shown.strip() != ""
        end = block.end
    assert not found.text[end:].strip()


@pytest.mark.parametrize("code", [1, 8, 0x0B, 0x0C, 0x1B, 0x1F, 0xFFFE])
@pytest.mark.parametrize("written", ["{}", "&#{};"], ids=["character", "entity"])
def test_control_characters_are_left_out_wherever_they_stand(load, code, written):
    odd = written.format(chr(code) if written == "{}" else code)
    start = f"<p>{PROSE[:12]}"
    page = PAGE.replace("<h1>Kim", f'<h1 title="{odd}">{odd}Kim').replace(
        start, f"<p>{odd}{PROSE[:12]}"
    )
    page = page.replace('content="Anna', f'content="{odd}Anna')
    assert page.count(odd) == 4
    found, clean = load(page), load(PAGE)
    assert (found.text, found.author, found.date) == (clean.text, clean.author, clean.date)
    assert kinds(found) == kinds(clean)


ARTICLE = f"<h1>Kim in Moskau</h1><p>{LEAD}</p><p>{PROSE}</p>"
SCRIPT = "<script>zeige()</script>"
LINKED = {"@graph": [{"headline": "Kim in Moskau", "articleBody": f"{LEAD}\n\n{PROSE}"}]}
STATE = {"page": {"body": f"<p>{LEAD}</p><p>{PROSE} {PROSE} {PROSE}</p>", "text": "Kurz"}}


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="app" style="display:none">{ARTICLE}</div>',
        f"<main hidden>{ARTICLE}</main>",
        f"<template>{ARTICLE}</template>",
        f"<div hidden><div style='display:none'>{ARTICLE}</div></div>",
        f'<div style="visibility: hidden"><p>Cookies</p></div><div hidden>{ARTICLE}</div>',
        f'<div id="root"></div><script type="application/ld+json">{json.dumps(LINKED)}</script>',
        f'<div id="__next"></div><script type="application/json">{json.dumps(STATE)}</script>',
        f'<script type="text/template">{ARTICLE}<p>{PROSE} {PROSE}</p></script>',
        f'<script>window.__STATE__ = {{"content": "{LEAD}\\n{PROSE} {PROSE} {PROSE}"}};</script>',
    ],
)
def test_an_article_that_a_script_would_show_is_shown(load, body):
    found = load(
        f"<html><head><title>Kim in Moskau</title></head><body>{body}{SCRIPT}</body></html>"
    )
    shown = [found.text[start:end] for start, end in found.searchable()]
    assert LEAD in shown
    assert any(PROSE in line for line in shown)
    assert (found.title, found.remarks) == ("Kim in Moskau", ())


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div>',
        "<p>Bitte JavaScript anschalten.</p>",
        f'<script>{{"text": "{PROSE} {PROSE} {PROSE}", "body": "{PROSE} {PROSE} {LEAD}"}}</script>',
    ],
)
def test_a_page_whose_text_a_script_fetches_is_told(load, body):
    found = load(f"<html><body>{body}{SCRIPT}</body></html>")
    (remark,) = found.remarks
    assert "shown: the " in remark.message
    assert "is only added to the page by a script" in remark.message
    assert not load("<html><body><p>Eine kurze Meldung.</p></body></html>").remarks


def test_hidden_parts_of_a_page_with_an_article_stay_hidden(load):
    found = load(PAGE.replace("</main>", f"<div hidden>{ARTICLE}</div></main>"))
    assert found.text.count(LEAD) == 1


def test_entities_that_were_encoded_twice_are_letters(load):
    page = f"<p>{PROSE}</p><p>Die T&amp;uuml;r &amp;ndash; gro&amp;#223; &amp;amp; alt.</p>"
    assert "Die Tür – groß & alt." in load(page).text
    about = (
        f"<p>{PROSE}</p><p>In HTML steht &amp;uuml; f&uuml;r ü und &amp;amp; für das Zeichen.</p>"
    )
    assert "steht &uuml; für ü und &amp; für" in load(about).text


def test_a_kicker_does_not_run_into_the_headline(load):
    kicker = "<h1><span>Treffen in Moskau</span><span>Kim reist mit dem Zug an</span></h1>"
    found = load(PAGE.replace("<h1>Kim in <em>Moskau</em></h1>", kicker))
    assert found.title == "Treffen in Moskau: Kim reist mit dem Zug an"
    bare = f"<body>{kicker}<p>{LEAD}</p><p>{PROSE}</p><p>{PROSE}</p></body>"
    assert load(bare).title == "Treffen in Moskau: Kim reist mit dem Zug an"
    broken = "<h1><span>Treffen:</span><br>Kim reist mit<br>dem Zug an</h1>"
    assert load(bare.replace(kicker, broken)).title == "Treffen: Kim reist mit dem Zug an"
    colon = "<h1>: Kim reist mit dem Zug an</h1>"
    found = load(PAGE.replace("<h1>Kim in <em>Moskau</em></h1>", colon))
    assert found.title == "Kim reist mit dem Zug an"


def test_a_site_is_no_author(load):
    assert load(PAGE.replace('"Anna Beispiel"', '"https://www.facebook.com/beispiel"')).author == ""
    assert load(PAGE.replace('"Anna Beispiel"', '"Beispiel Online"')).author == ""


def test_a_date_of_the_page_that_cannot_be_read_is_told(load):
    stated = "2024-06-17T10:00:00+02:00"
    assert load(PAGE.replace(stated, "1718582400")).date == "2024-06-17"
    (remark,) = load(PAGE.replace(stated, "irgendwann")).remarks
    assert "“irgendwann”" in remark.message


def test_our_own_rules_show_what_the_extractor_loses(load, monkeypatch):
    prose = "".join(f"<p>{number}: {PROSE}</p>" for number in range(9))
    page = f"<html><body><h1>Kim in Moskau</h1><p>{LEAD}</p>{prose}</body></html>"
    monkeypatch.setattr("corpus.formats.html.page._judged", lambda _page, _lines: {1})
    assert load(page).words > 200
