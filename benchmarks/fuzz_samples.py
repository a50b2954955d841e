"""Valid files of each format, for `fuzz.py` to damage."""

import codecs
import io
import json
from collections.abc import Callable, Mapping

TITLE = "Hafen von Nordstadt bleibt bis Montag geschlossen"
PROSE = (
    "Der Hafen von Nordstadt bleibt bis Montag geschlossen, teilte die Verwaltung am Freitag mit."
    " Die Schleuse sei beschädigt, hieß es; „das dauert“, sagte Größe – für 12 €."
)
TEXT = f"{TITLE}\nVon Anna Muster\n17. Juni 2024, 12:44 Uhr\n\n{PROSE}\n\n{PROSE} (dpa)\n"
FRONT = (
    f'---\ntitle: "{TITLE}"\nauthor: Anna Muster\ndate: 17.6.24\nlang: de\nurl: x\n---\n\n{TEXT}'
)
PAGE = f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{TITLE} | Blatt</title>
<meta property="og:site_name" content="Blatt"><meta name="author" content="Anna Muster">
<meta property="article:published_time" content="2024-06-17T10:00:00+02:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2024-06-17", "author": [{{"name": "Anna Muster"}}],
"articleBody": "{PROSE}"}}</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Start</a></li></ul></nav><article><h1>{TITLE}</h1><p>{PROSE}</p>
<figure><img src="a.jpg" alt=""><figcaption>Der Hafen. Foto: Muster</figcaption></figure>
<table><tr><td>1</td><td>2</td></tr></table><pre>a\n b</pre><p style="display:none">{PROSE}</p>
<h2>Zweitens&auml;&#252;&amp;</h2><p>{PROSE}<br>{PROSE}</p></article>
<script id="__NEXT_DATA__" type="application/json">{{"props": {{"body": "{PROSE}"}}}}</script>
<template><p>{PROSE}</p></template><noscript><p>{PROSE}</p></noscript>
<footer>Impressum</footer></body></html>"""
HIDDEN = PAGE.replace("<article>", '<article style="display: none">')
MHT = (
    "From: <x>\nSnapshot-Content-Location: https://example.org/a\nSubject: =?utf-8?Q?H=C3=A4fen?=\n"
    'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="--B"\n\n'
    "----B\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
    f"\n<html><body><h1>{TITLE}</h1><p>Der Hafen =C3=BC</p></body></html>\n\n----B\n"
    "Content-Type: text/plain\n\nHafen\n\n----B--\n"
)
RECORD = {"id": "a-1", "title": TITLE, "text": PROSE, "date": 1718582400, "author": ["Anna", "Ben"]}
OTHER = {"id": 2, "headline": TITLE, "content": PAGE, "published": "2024-06-17", "lang": "de"}
TABLE = f'id;title;text;date;source\n1;"{TITLE}";"{PROSE}\nzweite Zeile";17.6.2024;dw.com\n' * 3
SIDECAR = (
    f'path,title,source,author,date,url\na.md,"{TITLE}",dw.com,Anna,06/07/2024,https://x.de/\n'
)


def texts() -> list[tuple[str, bytes]]:
    encodings = ("utf-8", "cp1252", "utf-16-le", "mac_roman", "cp850", "utf-7")
    plain = [("a.txt", TEXT.encode(encoding, "replace")) for encoding in encodings]
    return [*plain, ("a.md", codecs.BOM_UTF8 + TEXT.encode()), ("a.txt", (TEXT * 40).encode())]


def pages() -> list[tuple[str, bytes]]:
    found = [("a.html", page.encode()) for page in (PAGE, HIDDEN, PAGE * 3)]
    return [*found, ("a.htm", PAGE.encode("cp1252")), ("a.mht", MHT.encode())]


def documents() -> list[tuple[str, bytes]]:
    import pypdf
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    found = []
    for compressed, encrypted, count in ((0, 0, 2), (1, 0, 3), (0, 1, 1), (1, 1, 2)):
        writer = pypdf.PdfWriter()
        names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        font = DictionaryObject({NameObject(k): NameObject(v) for k, v in names.items()})
        for number in range(count):
            page = writer.add_blank_page(595, 842)
            shown = b"(Kopf) Tj T* (" + TITLE.encode("cp1252") + b") Tj T*"
            lines = b"".join(
                b" (" + PROSE[at : at + 60].encode("cp1252") + b") Tj T*"
                for at in range(0, len(PROSE), 60)
            )
            stream = DecodedStreamObject()
            stream.set_data(
                b"BT /F1 10 Tf 14 TL 50 800 Td " + shown + lines + b" (%d) Tj ET" % number
            )
            content = stream.flate_encode() if compressed else stream
            page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001 -- pypdf has no other way
            fonts = DictionaryObject({NameObject("/F1"): font})
            page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        writer.add_metadata({"/Title": TITLE, "/Author": "Anna", "/CreationDate": "D:20240617"})
        if encrypted:
            writer.encrypt("", owner_password="x", algorithm="RC4-128")
        written = io.BytesIO()
        writer.write(written)
        found.append(("a.pdf", written.getvalue()))
    return found


def records() -> list[tuple[str, bytes]]:
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in (RECORD, OTHER) * 3)
    tables = [
        ("a.csv", TABLE),
        ("a.tsv", TABLE.replace(";", "\t")),
        ("b.csv", TABLE.replace(";", ",")),
    ]
    found = [("a.jsonl", lines), ("a.ndjson", lines.replace("\n", "\r")), *tables]
    coded = [(name, text.encode()) for name, text in found]
    return [
        *coded,
        ("a.csv", TABLE.encode("cp1252")),
        ("a.csv", TABLE.replace("\n", "\r").encode()),
    ]


def sidecars() -> list[tuple[str, bytes]]:
    rows = SIDECAR + "sub/b.txt,,,,20240617T140000Z,\n" * 5
    found = (rows, rows.replace(",", ";"), rows.replace("\n", "\r\n"))
    return [
        ("metadata.csv", text.encode(coding)) for text in found for coding in ("utf-8", "cp1252")
    ]


def fronts() -> list[tuple[str, bytes]]:
    return [("a.md", FRONT.encode()), ("a.txt", FRONT.replace("\n", "\r\n").encode())]


SAMPLES: Mapping[str, Callable[[], list[tuple[str, bytes]]]] = {
    "text": texts,
    "page": pages,
    "pdf": documents,
    "records": records,
    "sidecar": sidecars,
    "front": fronts,
}
