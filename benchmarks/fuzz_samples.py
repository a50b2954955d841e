"""Valid files of each format, for `fuzz.py` to damage."""

import codecs
import gzip
import io
import json
import zipfile
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


def packed(files: Mapping[str, str]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def office() -> list[tuple[str, bytes]]:
    """Documents of word processors, and a book."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run = f"<w:r><w:t>{PROSE}</w:t><w:tab/><w:br/></w:r>"
    cells = f"<w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    body = f"<w:p><w:pPr><w:pStyle w:val='T'/></w:pPr>{run}</w:p><w:p><w:del>{run}</w:del></w:p>"
    docx = {"word/document.xml": f'<w:d xmlns:w="{word}"><w:body>{body}{cells}</w:body></w:d>'}
    spaces = 'xmlns:t="urn:text" xmlns:a="urn:table"'
    rows = "<a:table><a:table-row><a:table-cell><t:p>x</t:p></a:table-cell></a:table-row></a:table>"
    odt = f'<d {spaces}><body><t:h>{TITLE}</t:h><t:p>{PROSE}<t:s t:c="9"/></t:p>{rows}</body></d>'
    spine = '<manifest><item id="a" href="a.html" media-type="text/html"/></manifest>'
    book = {
        "META-INF/container.xml": '<c><rootfile full-path="a.opf"/></c>',
        "a.opf": f'<package>{spine}<spine><itemref idref="a"/></spine></package>',
        "a.html": PAGE,
    }
    rtf = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 A;}}{\stylesheet{\s1 heading 1;}}"
        r"{\header Kopf\par}\pard\s1 H\'e4fen\par\pard\u8222?zu\u-10179?\u-8694?{\footnote x}\par"
        r"\trowd\pard\intbl a\cell b\cell\row{\pict 00}{\*\x y}\bin3 abc\par}"
    )
    return [
        ("a.docx", packed(docx)),
        ("a.odt", packed({"content.xml": odt, "styles.xml": odt})),
        ("a.epub", packed(book)),
        ("a.rtf", rtf.encode()),
    ]


MAIL = (
    "From: =?utf-8?q?M=C3=BCller?= <a@b.example>\nSubject: Hafen\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: multipart/alternative;"
    ' boundary="C"\n\n--C\nContent-Type: text/plain; format=flowed\n\nHallo \nda\n\n> ja\n\n-- \n'
    f"Anna\n--C\nContent-Type: text/html\n\n<p>{PROSE}</p>\n--C--\n--B\nContent-Disposition:"
    ' attachment; filename="a.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--B--\n'
)


def mails() -> list[tuple[str, bytes]]:
    """Mails, and a mailbox."""
    begin = "From a@b.example Mon Jun 17 10:00:00 2024\n"
    return [("a.eml", MAIL.encode()), ("a.mbox", f"{begin}{MAIL}\n{begin}{MAIL}".encode())]


def web() -> list[tuple[str, bytes]]:
    """Feeds, and web archives."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    head = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: https://a.example/\r\n"
    made = [
        f"{head.format(kind)}Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"
        for kind in ("warcinfo", "response", "revisit", "response")
    ]
    items = f"<item><title>{TITLE}</title><description>&lt;p&gt;{PROSE}</description></item>" * 2
    entry = (
        f'<entry><title>x</title><content type="xhtml"><div><p>{PROSE}</p></div></content></entry>'
    )
    return [
        ("a.rss", f"<rss><channel><title>Blatt</title>{items}</channel></rss>".encode()),
        ("a.xml", f'<feed xmlns="urn:atom"><title>Blatt</title>{entry}</feed>'.encode()),
        ("a.warc", b"".join(made)),
        ("a.warc.gz", b"".join(map(gzip.compress, made))),
    ]


def lists() -> list[tuple[str, bytes]]:
    """JSON files."""
    rendered = {"title": {"rendered": TITLE}, "content": {"rendered": f"<p>{PROSE}</p>"}}
    nested = {"status": "ok", "response": {"docs": [RECORD, OTHER, rendered]}}
    return [
        ("a.json", json.dumps(nested).encode()),
        ("a.json", json.dumps([RECORD, rendered], indent=1).encode()),
    ]


def exports() -> list[tuple[str, bytes]]:
    """Exports of databases of the press."""
    nexis = (
        f"{TITLE}\n\nBlatt\n\nJune 17, 2024 Monday\n\nCopyright 2024 Blatt\n\nLength: 9 words\n"
        f"Byline: Anna Muster\nBody\n\n{PROSE}\n\nLoad-Date: June 18, 2024\n\nEnd of Document\n\n"
    )
    older = (
        f"1 of 2 DOCUMENTS\n\nBlatt\n\nJune 17, 2024\n\n{TITLE}\n\nLENGTH: 9 words\n\n{PROSE}\n\n"
        "LOAD-DATE: June 17, 2024\n\n"
    )
    factiva = (
        f"HD\n{TITLE}\nWC\n9 words\nPD\n17 June 2024\nSN\nBlatt\nLP\n{PROSE}\nAN\n"
        "Document BLATT0020240617ek6h0001a\n"
    )
    wiso = f"{TITLE}\n\n{PROSE}\n\nQuelle: Blatt vom 17.06.2024\nDokumentnummer: B-1\n\n"
    return [("a.txt", (text * 2).encode()) for text in (nexis, older, factiva, wiso)]


SAMPLES: Mapping[str, Callable[[], list[tuple[str, bytes]]]] = {
    "text": texts,
    "page": pages,
    "pdf": documents,
    "records": records,
    "sidecar": sidecars,
    "front": fronts,
    "office": office,
    "mail": mails,
    "web": web,
    "json": lists,
    "press": exports,
}
