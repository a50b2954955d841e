"""Projects as other programs write them: their passages are found, and what is lost is told."""

import io
import zipfile
from xml.sax.saxutils import quoteattr

import pytest

from annotations.anchoring.anchors import State
from annotations.exchange.claims import Reading
from annotations.exchange.offsets import Rule
from annotations.exchange.placing import place_claims
from annotations.exchange.refi.codebook import read as read_codebook
from annotations.exchange.refi.project import read
from annotations.model import Annotation
from corpus.text.canonical import canonical

RAW = (
    "Kims Zug 🚂 fährt los.\r\n\r\nPutin empfängt ihn 🤝 am Montag.\r\n"
    "Beide sprechen über Granaten.\r\nDanach wird gegessen und getrunken.\r\n"
)
WORDS = ("Zug 🚂 fährt", "Putin", "empfängt ihn 🤝 am Montag", "Granaten", "gegessen", "getrunken")
ANNA, BEN = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
CODE, CHILD = "aaaaaaaa-0000-0000-0000-000000000001", "AAAAAAAA-0000-0000-0000-000000000002"
SOURCE = "cccccccc-0000-0000-0000-000000000001"
NAMESPACE = "urn:QDA-XML:project:1.0"
USERS = f'<Users><User guid="{ANNA}" name="Anna"/><User guid="{{{BEN}}}" id="ben"/></Users>'
CODES = (
    f'<CodeBook><Codes><Code guid="{CODE}" name="Handel" isCodable="false" color="#ABC">'
    f'<Code guid="{CHILD}" name=" Waffen " isCodable="true" color="#B23A28">'
    "<Description>Was dazu gehört</Description></Code></Code></Codes></CodeBook>"
)
CODING = (
    f'<Coding guid="{ANNA[:-1]}9" creatingUser="{ANNA}"><CodeRef targetGUID="{CHILD}"/></Coding>'
)


def packed(project: str, files: dict[str, bytes] | None = None, name: str = "project.qde") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, project)
        for path, data in (files or {}).items():
            archive.writestr(path, data)
    return out.getvalue()


def project(sources: str, more: str = "", namespace: str = NAMESPACE, origin: str = "Any 1") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Project name="p" origin={quoteattr(origin)} '
        f'xmlns="{namespace}">{USERS}{CODES}<Sources>{sources}</Sources>{more}</Project>'
    )


def selection(start: int, end: int, name: str = "", inside: str = CODING, number: int = 0) -> str:
    named = f" name={quoteattr(name)}" if name else ""
    guid = f"dddddddd-0000-0000-0000-{number:012}"
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}"{named}>'
        f"{inside}</PlainTextSelection>"
    )


def source(selections: str, path: str = "internal://text.txt", more: str = "") -> str:
    return (
        f'<TextSource guid="{SOURCE}" name="Gipfel" plainTextPath="{path}">'
        f"{selections}{more}</TextSource>"
    )


def found(reading: Reading, text: str = RAW) -> list[Annotation]:
    (only,) = reading.sources
    placed, _ = place_claims(only, canonical(text), reading.origin, reading.losses)
    assert {each.state for each in placed} <= {State.OK, State.MOVED}
    return [each.annotation for each in placed]


def counted(words: str, *, crlf: bool, utf16: bool, bom: bool, inclusive: bool) -> tuple[int, int]:
    """The place of words in RAW as some program counts."""
    text = RAW if crlf else RAW.replace("\r\n", "\n")
    at = text.index(words)

    def units(part: str) -> int:
        return len(part.encode("utf-16-le")) // 2 if utf16 else len(part)

    start = units(text[:at]) + bom
    return start, start + units(words) - inclusive


ALL = (False, True)
EVERY_RULE = [Rule(a, b, c, d) for a in ALL for b in ALL for c in ALL for d in ALL]


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_names_that_quote_tell_how_a_program_counts(rule: Rule) -> None:
    selections = "".join(
        selection(*counted(words, **rule._asdict()), words, number=number)
        for number, words in enumerate(WORDS)
    )
    data = packed(project(source(selections)), {"sources/text.txt": ("\ufeff" + RAW).encode()})
    reading = read(data, "file")
    _, known = place_claims(reading.sources[0], canonical(RAW), "", reading.losses)
    assert [each.quote for each in found(reading)] == list(WORDS)
    assert known == rule
    assert reading.losses.all == ()


@pytest.mark.parametrize(
    ("origin", "rule"),
    [
        ("ATLAS.ti 23", Rule()),
        ("QualCoder 3.5", Rule(crlf=True)),
        ("Other", Rule()),
        ("Other", Rule(crlf=True, bom=True)),
        ("Other", Rule(utf16=True, crlf=True)),
        ("Other", Rule(crlf=True, inclusive=True)),
    ],
)
def test_without_names_the_edges_of_words_tell(origin: str, rule: Rule) -> None:
    selections = "".join(
        selection(*counted(words, **rule._asdict()), number=number)
        for number, words in enumerate(WORDS)
    )
    body = project(source(selections), origin=origin)
    data = packed(body, {"Sources/TEXT.txt": ("\ufeff" * rule.bom + RAW).encode()})
    assert [each.quote for each in found(read(data, "file"))] == list(WORDS)


def test_a_name_cut_short_is_a_quote_and_another_name_is_told() -> None:
    whole = "Beide sprechen über Granaten."
    start = RAW.index(whole)
    selections = (
        selection(start, start + len(whole), "Beide sprech…", number=1)
        + selection(0, 8, "Mein Lieblingszitat", number=2)
        + selection(RAW.index("Putin") + 3, RAW.index("Putin") + 8, "Putin", number=3)
        + selection(5, 8, "line:1", number=4)
        + selection(5, 8, "5,8", number=5)
    )
    data = packed(project(source(selections)), {"sources/text.txt": RAW.encode()})
    reading = read(data, "file")
    assert [each.quote for each in found(reading)] == [
        *(whole, "Kims Zug", "Putin", "Zug", "Zug"),
    ]
    assert reading.losses.words == ["names of passages: 1 (Mein Lieblingszitat)"]


def test_a_text_that_is_not_in_our_form_counts_in_its_own() -> None:
    """Umlauts of two code points, soft hyphens and zero-width spaces, which our texts have not."""
    raw = "Ge\u00adscho\u0308nt\u200b: U\u0308ber den Zug.\r\n\u2060A\u0308hren und O\u0308l.\r\n"
    words = ("U\u0308ber", "Zug", "A\u0308hren", "O\u0308l")
    selections = "".join(
        selection(raw.index(each), raw.index(each) + len(each), number=number)
        for number, each in enumerate(words)
    )
    data = packed(project(source(selections)), {"sources/text.txt": raw.encode()})
    assert [each.quote for each in found(read(data, "file"), raw)] == [
        *("Über", "Zug", "Ähren", "Öl"),
    ]


TEXT = "Ein Satz über Granaten.\n"


@pytest.mark.parametrize(
    ("holder", "files"),
    [
        (f'<TextSource guid="{SOURCE}" name="x"><PlainTextContent>{TEXT}</PlainTextContent>%s', {}),
        (f'<TextSource guid="{SOURCE}" plainTextPath="internal://x.txt">%s', {"sources/x.txt": 0}),
        (f'<TextSource guid="{SOURCE}" plainTextPath="internal:/x.txt">%s', {"Sources/x.txt": 0}),
        (f'<TextSource guid="{SOURCE}" plainTextPath="relative:///x.txt">%s', {"sources/X.TXT": 0}),
        (f'<TextSource guid="{SOURCE}" plainTextPath="x.txt">%s', {"sources/x.txt": 0}),
        (
            f'<TextSource guid="{SOURCE}" plainTextPath="internal://%%C3%%A4 x.txt">%s',
            {"sources/ä x.txt": 0},
        ),
        (f'<TextSource guid="{SOURCE}" plainTextPath="sources\\x.txt">%s', {"sources\\x.txt": 0}),
    ],
)
def test_a_text_is_found_wherever_a_program_puts_it(holder: str, files: dict[str, int]) -> None:
    body = project(f"{holder}</TextSource>" % selection(14, 22))
    (passage,) = found(read(packed(body, dict.fromkeys(files, TEXT.encode())), "file"), TEXT)
    assert (passage.quote, passage.topics, passage.coder) == (
        "Granaten",
        ("Handel/Waffen",),
        "Anna",
    )


@pytest.mark.parametrize(
    ("name", "namespace", "mark"),
    [
        ("Trial.qde", NAMESPACE, ""),
        ("project.qde", "urn:QDA-XML:project:0.4", ""),
        ("project.qde", "urn:QDA-XML:project:1:0", "\ufeff"),
        ("folder/project.qde", NAMESPACE, ""),
    ],
)
def test_a_project_file_is_found_and_read(name: str, namespace: str, mark: str) -> None:
    holder = f'<TextSource guid="{SOURCE}"><PlainTextContent>{TEXT}</PlainTextContent>'
    body = mark + project(f"{holder}{selection(14, 22)}</TextSource>", namespace=namespace)
    assert len(found(read(packed(body, name=name), "file"), TEXT)) == 1


def test_comments_come_along_however_they_hang_on_a_passage() -> None:
    note = "eeeeeeee-0000-0000-0000-00000000000%d"
    inside = f"<Description>beschrieben</Description>{CODING}"
    referred = f'<Description>f4 &amp; so</Description>{CODING}<NoteRef targetGUID="{note % 1}"/>'
    only_note = "<Description>MAXQDA: ohne Code</Description>"
    selections = (
        selection(0, 3, inside=inside, number=1)
        + selection(4, 8, inside=referred, number=2)
        + selection(9, 13, inside=CODING, number=3)
        + selection(14, 22, inside=only_note, number=4)
    )
    more = (
        f'<Notes><Note guid="{note % 1}" creatingUser="{BEN}"><PlainTextContent>f4 &amp; so'
        "</PlainTextContent></Note>"
        f'<Note guid="{{{note % 2}}}" plainTextPath="internal://n.txt"/>'
        f'<Note guid="{note % 3}"><PlainTextContent>allein</PlainTextContent></Note></Notes>'
        f'<Links><Link guid="{note % 4}" originGUID="{note % 2}" '
        'targetGUID="dddddddd-0000-0000-0000-000000000003"/></Links>'
    )
    files = {"sources/text.txt": TEXT.encode(), "sources/n.txt": b"NVivo-\r\nNotiz"}
    reading = read(packed(project(source(selections), more), files), "file")
    assert [(each.note, each.topics) for each in found(reading, TEXT)] == [
        ("beschrieben", ("Handel/Waffen",)),
        ("f4 & so", ("Handel/Waffen",)),
        ("NVivo-\nNotiz", ("Handel/Waffen",)),
        ("MAXQDA: ohne Code", ()),
    ]
    assert reading.losses.words == [
        "authors of notes on passages that others coded: 1 (ben)",
        "notes that belong to no passage and no text: 1 (allein)",
    ]


def test_a_passage_that_two_have_coded_is_two() -> None:
    other = CODING.replace(ANNA, BEN).replace(CHILD, CODE)
    inside = f"<Description>von Anna</Description>{CODING}{other}"
    data = packed(project(source(selection(0, 3, inside=inside))), {"text.txt": TEXT.encode()})
    passages = found(read(data, "file"), TEXT)
    assert [(each.coder, each.topics, each.note) for each in passages] == [
        ("Anna", ("Handel/Waffen",), "von Anna"),
        ("ben", ("Handel",), ""),
    ]
    assert len({each.id for each in passages}) == 2


def test_what_is_said_of_a_whole_text_is_about_the_article() -> None:
    variable = "ffffffff-0000-0000-0000-00000000000%d"
    value = '<VariableValue><VariableRef targetGUID="%s"/><TextValue>%s</TextValue></VariableValue>'
    about = CODING + value % (variable % 1, "2024-05-06") + value % (variable % 2, "42")
    variables = (
        f'<Variables><Variable guid="{variable % 1}" name="Datum" typeOfVariable="Text"/>'
        f'<Variable guid="{variable % 2}" name="Alter" typeOfVariable="Integer"/></Variables>'
        f'<Cases><Case guid="{variable % 3}"><VariableValue><VariableRef '
        f'targetGUID="{variable % 1}"/><DateValue>1999-01-01</DateValue></VariableValue>'
        f'<SourceRef targetGUID="{SOURCE}"/></Case><Case guid="{variable % 4}" name="Kim"/></Cases>'
        f'<Sets><Set guid="{variable % 5}" name="Auswahl"/></Sets>'
    )
    described = source("", more=about).replace(">", "><Description>zum Text</Description>", 1)
    reading = read(packed(project(described, variables), {"text.txt": TEXT.encode()}), "file")
    whole = found(reading, TEXT)
    assert all(each.is_about_article for each in whole)
    assert {(each.note, each.topics) for each in whole} == {
        ("zum Text", ()),
        ("", ("Handel/Waffen",)),
    }
    assert reading.sources[0].date == "2024-05-06"
    told = "\n".join(reading.losses.words)
    for words in ("variables of texts: 1 (Alter)", "cases: 1 (Kim)", "sets: 1 (Auswahl)"):
        assert words in told


def test_what_has_no_text_is_told_and_the_text_of_a_page_is_read() -> None:
    sources = (
        f'<PDFSource guid="{SOURCE}" name="Seite"><PDFSelection guid="{ANNA}" page="1" firstX="0" '
        f'firstY="0" secondX="1" secondY="1"/><Representation guid="{BEN}">'
        f"<PlainTextContent>{TEXT}</PlainTextContent>{selection(14, 22)}</Representation>"
        f'</PDFSource><PDFSource guid="{ANNA}" name="Scan"/><AudioSource guid="{CODE}" name="Ton"/>'
        f'<TextSource guid="{CHILD}" name="Reich" richTextPath="internal://x.docx">'
        f"{selection(0, 3, number=7)}</TextSource>"
    )
    reading = read(packed(project(sources)), "file")
    page, rich = reading.sources
    placed, _ = place_claims(page, TEXT, "", reading.losses)
    assert [each.annotation.quote for each in placed] == ["Granaten"]
    (lost,), _ = place_claims(rich, TEXT, "", reading.losses)
    assert lost.state is State.ORPHAN
    told = "\n".join(reading.losses.words)
    for words in (
        "passages coded in something else than text: 1",
        "pdf sources, which have no text: 1 (Scan)",
        "audio sources, which have no text: 1 (Ton)",
        "texts that the file does not bring along in plain text: 1 (Reich)",
    ):
        assert words in told


def test_a_transcript_is_a_text_with_moments_for_places() -> None:
    sync = "ffffffff-0000-0000-0000-00000000000%d"
    sources = (
        f'<AudioSource guid="{SOURCE}" name="Ton"><Transcript guid="{BEN}">'
        f"<PlainTextContent>{TEXT}</PlainTextContent>"
        f'<SyncPoint guid="{sync % 1}" position="14" timeStamp="1"/>'
        f'<SyncPoint guid="{sync % 2}" position="22" timeStamp="2"/>'
        f'<TranscriptSelection guid="{ANNA}" fromSyncPoint="{sync % 1}" toSyncPoint="{sync % 2}">'
        f"{CODING}</TranscriptSelection></Transcript></AudioSource>"
    )
    (passage,) = found(read(packed(project(sources)), "file"), TEXT)
    assert (passage.quote, passage.topics) == ("Granaten", ("Handel/Waffen",))


def test_a_quote_is_found_though_its_numbers_lead_nowhere_or_a_little_too_far() -> None:
    selections = (
        selection(14, 22, "Granaten", number=1)
        + selection(4, 8, "Satz", number=2)
        + selection(900, 913, "Satz über Gra", number=3)
        + selection(14, len(TEXT) + 1, "Granaten. ", number=4)
    )
    reading = read(packed(project(source(selections)), {"sources/text.txt": TEXT.encode()}), "f")
    assert [each.quote for each in found(reading, TEXT)] == [
        *("Granaten", "Satz", "Satz über Gra", "Granaten.\n"),
    ]


def test_without_its_text_a_passage_is_found_by_a_quote_and_not_by_a_name() -> None:
    rich = f'<TextSource guid="{SOURCE}" richTextPath="internal://x.docx">%s</TextSource>'
    for name, quotes in (("Granaten", ["Granaten"]), ("Ein Satz", [""])):
        reading = read(packed(project(rich % selection(14, 22, name))), "file")
        placed, _ = place_claims(reading.sources[0], TEXT, "", reading.losses)
        assert [each.annotation.quote for each in placed] == quotes


@pytest.mark.parametrize(
    ("start", "end"), [("5", "5"), ("9", "4"), ("-3", "4"), ("0", "9" * 5000), ("x", "4"), ("", "")]
)
def test_a_passage_in_no_place_has_no_words(start: str, end: str) -> None:
    broken = selection(0, 3).replace('"0"', f'"{start}"').replace('"3"', f'"{end}"')
    reading = read(packed(project(source(broken)), {"sources/text.txt": TEXT.encode()}), "file")
    (lost,), _ = place_claims(reading.sources[0], TEXT, "", reading.losses)
    assert (lost.state, lost.annotation.quote) == (State.ORPHAN, "")


def test_a_codebook_gives_topics_with_colours_and_descriptions() -> None:
    codes = CODES.replace("#B23A28", "#FFB23A28").replace(
        "<CodeBook>", '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="T">'
    )
    (topic,) = read_codebook(codes.encode(), "file").topics
    assert (topic.name, topic.colour, topic.description) == (
        "Handel/Waffen",
        "red",
        "Was dazu gehört",
    )
