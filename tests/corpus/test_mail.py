"""Mails and mailboxes: what was written, what is folded, headers, and bad files."""

import random
from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ArticleError
from corpus.folder.stamps import article_stamps
from corpus.formats.registry import read_as
from corpus.load import load_article

TEXT = "Der Präsident sagte am Montag, dass die Gespräche über Waffen fortgesetzt werden."
HEAD = (
    "From: =?utf-8?q?Beispiel=2C_J=C3=B6rg?= <joerg@echo.example>\n"
    "Subject: =?iso-8859-1?Q?Pr=E4sident?= =?utf-8?b?IHNldHp0?= fort\n"
    "Date: Mon, 17 Jun 2024 10:00:00 +0200\n"
)


def mail(body: str, headers: str = "Content-Type: text/plain; charset=utf-8\n") -> bytes:
    return f"{HEAD}{headers}\n{body}".encode()


def shown(data: bytes) -> list[str]:
    """What is not folded, block by block."""
    found = read_as(".eml", "a", data)
    return [found.text[b.start : b.end] for b in found.blocks or () if not b.folded]


def folded(data: bytes) -> list[tuple[str, str]]:
    found = read_as(".eml", "a", data)
    return [(b.rule, found.text[b.start : b.end]) for b in found.blocks or () if b.folded]


def test_headers_are_what_is_known_of_a_mail(tmp_path):
    (tmp_path / "a.eml").write_bytes(mail(TEXT))
    found = load_article(tmp_path, "a.eml")
    assert (found.title, found.author) == ("Präsident setzt fort", "Beispiel, Jörg")
    assert (found.source, found.date) == ("echo.example", "2024-06-17")
    listed = b'List-Id: "Der Brief am Morgen" <brief.echo.example>\n'
    (tmp_path / "b.eml").write_bytes(listed + mail(TEXT))
    assert load_article(tmp_path, "b.eml").source == "Der Brief am Morgen"


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        ("Content-Type: text/plain; charset=iso-8859-1\n", b"Gr\xf6\xdfe", "Größe"),
        ("Content-Type: text/plain; charset=no-such\n", b"Gr\xf6\xdfe", "Größe"),
        ("Content-Transfer-Encoding: quoted-printable\n", b"Gr=C3=B6=C3=9Fe=\n!", "Größe!"),
        ("Content-Transfer-Encoding: base64\n", b"R3LDtsOfZQ==", "Größe"),
        (
            "Content-Type: text/plain; format=flowed; charset=utf-8\n",
            b"Ein Satz \ngeht weiter.\n From vorn.\nEnde",
            "Ein Satz geht weiter.\nFrom vorn.\nEnde",
        ),
        (
            "Content-Type: text/plain; format=flowed; delsp=yes; charset=utf-8\n",
            b"Donau \ndampf.",
            "Donaudampf.",
        ),
        ("Content-Type: text/html; charset=utf-8\n", b"<p>Gr\xc3\xb6&szlig;e</p>", "Größe"),
    ],
)
def test_the_text_of_a_mail_is_decoded(headers, body, text):
    data = HEAD.encode() + headers.encode() + b"\n" + body
    assert read_as(".eml", "a", data).text == text


def test_quotes_and_signatures_are_folded():
    body = (
        f"Hallo,\n\n{TEXT}\n\nAm 17.06.2024 um 10:00 schrieb\nAnna Beispiel:\n\n> Eine Frage.\n>\n"
    )
    body += "> Noch eine.\n\nDie Antwort.\n\n-- \nJörg Beispiel\nEcho"
    assert shown(mail(body)) == ["Hallo,", TEXT, "Die Antwort."]
    assert folded(mail(body)) == [
        ("quoted", "Am 17.06.2024 um 10:00 schrieb"),
        ("quoted", "Anna Beispiel:"),
        ("quoted", "> Eine Frage."),
        ("quoted", ">"),
        ("quoted", "> Noch eine."),
        ("signature", "--"),
        ("signature", "Jörg Beispiel"),
        ("signature", "Echo"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "-----Ursprüngliche Nachricht-----\nVon: Anna\nGesendet: Montag",
        "From: Anna Beispiel\nSent: Monday, June 17, 2024\nTo: Jörg",
    ],
)
def test_the_mail_below_that_is_answered_is_folded(head):
    assert shown(mail(f"Die Antwort.\n\n{head}\n\n{TEXT}")) == ["Die Antwort."]


def test_what_is_sent_on_is_no_quote():
    body = f"-------- Weitergeleitete Nachricht --------\n\n{TEXT}"
    assert TEXT in shown(mail(body))


def message(*, plain: str = "", html: str = "") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = "anna@echo.example", "T"
    if plain:
        made.set_content(plain)
    if html:
        made.add_alternative(html, subtype="html") if plain else made.set_content(
            html, subtype="html"
        )
    return made


def test_the_plain_part_is_taken_unless_it_says_nothing():
    page = f"<h2>Kopf</h2><p>{TEXT}</p><ul><li>Punkt</li></ul><p style='display:none'>weg</p>"
    assert shown(message(plain="Klar gesagt.", html=page).as_bytes()) == ["Klar gesagt."]
    long = page + f"<p>{TEXT}</p>" * 20
    taken = shown(message(plain="View in browser", html=long).as_bytes())
    assert taken[:3] == ["Kopf", TEXT, "Punkt"]
    found = read_as(".eml", "a", message(html=page).as_bytes())
    assert [str(block.kind) for block in found.blocks or ()] == ["heading", "paragraph", "list"]


def test_attachments_are_named_and_not_shown():
    made = message(plain=TEXT)
    made.add_attachment(b"%PDF" * 600, maintype="application", subtype="pdf", filename="Größe.pdf")
    made.add_attachment("geheim", filename="notiz.txt")
    assert shown(made.as_bytes()) == [TEXT]
    (named,) = folded(made.as_bytes())
    assert named[0] == "attachment"
    assert named[1].startswith("2 attachments, not shown: Größe.pdf (application/pdf, 3 KB);")
    assert named[1].endswith("; notiz.txt (text/plain, 1 KB)")


def test_a_mail_within_a_mail_is_shown():
    outer = message(plain="Zur Kenntnis.")
    outer.add_attachment(message(plain=TEXT))
    assert shown(outer.as_bytes()) == ["Zur Kenntnis.", TEXT]


def listed(folder, problems=None):
    tell = problems.append if problems is not None else None
    return {stamp.path: stamp.key for stamp in article_stamps(folder, on_problem=tell)}


BEGIN = b"From joerg@echo.example Mon Jun 17 10:00:00 2024\n"


def test_a_mailbox_holds_an_article_for_each_mail(tmp_path):
    box = tmp_path / "brief.mbox"
    two = mail(f"{TEXT}\n\n>From vorn an.\nFrom here on, no mail begins.\n")
    box.write_bytes(BEGIN + mail("Eins.\n") + b"\n" + BEGIN + two + b"\n")
    before = listed(tmp_path)
    assert list(before) == ["brief.mbox/000001", "brief.mbox/000002"]
    found = load_article(tmp_path, "brief.mbox/000002")
    assert "\nFrom vorn an.\nFrom here on" in found.text
    assert found.title == "Präsident setzt fort"
    box.write_bytes(box.read_bytes() + BEGIN + mail("Drei."))
    after = listed(tmp_path)
    assert after | before == after
    assert load_article(tmp_path, "brief.mbox/000003").text == "Drei."


def test_a_broken_mail_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.records.mailbox.LARGEST", 2000)
    mails = [mail("Eins.\n"), mail("x" * 3000 + "\n"), mail("Drei.\n")]
    (tmp_path / "a.mbox").write_bytes(b"\n".join(BEGIN + each for each in mails))
    (tmp_path / "b.mbox").write_bytes(b"Kein Postfach.\n")
    problems = []
    assert list(listed(tmp_path, problems)) == ["a.mbox/000001", "a.mbox/000003"]
    assert [problem.reason for problem in problems] == [
        "Records that cannot be read: 1, the first at mail 2.",
        "This is not a mailbox.",
    ]


def test_a_mail_whose_parts_cannot_be_told_apart_is_shown_as_text():
    headers = "Content-Type: multipart/mixed; boundary=abc\n"
    assert shown(mail(f"{TEXT}\n", headers)) == [TEXT]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Nur Text ohne Kopf"])
def test_what_is_no_mail_is_told(data):
    with pytest.raises(ArticleError, match="not an email") as caught:
        read_as(".eml", "bad", data)
    assert caught.value.advice


NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)
)
ODD = [
    NESTED,
    b"From: a@b\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\nText\n",
    b"From: =?utf-8?b?!!!?= <\nSubject: =?x?q?=FF?=\n\nText",
    b"From: a\nContent-Type: text/plain; charset*=x'y'%ff; name*0*=''%\n\nText",
    b"From: a\nContent-Disposition: attachment; filename*=utf-8''%E4\n\nText",
    b"From: a\nContent-Transfer-Encoding: base64\n\n\xff\xfe===",
    b"From: a\nContent-Transfer-Encoding: uuencode\n\nbegin 666 x\n#\xff\nend",
]


@pytest.mark.parametrize("data", ODD)
def test_odd_mails_are_read_or_told(data):
    with suppress(ArticleError):
        read_as(".eml", "a", data).text.encode()


WHOLE = message(plain="Hallo,\n\n> ja\n\n-- \nEcho", html="<p>Hallo</p>").as_bytes()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=12), st.randoms())
def test_a_damaged_mail_is_read_or_told(place: int, damage: bytes, chance: random.Random):
    data = WHOLE[:place] + damage + WHOLE[place + chance.randrange(40) :]
    with suppress(ArticleError):
        read_as(".eml", "a", data)


def test_headers_whose_letters_were_not_encoded_are_read(tmp_path):
    mail = "From: Jürgen Muster <j@blatt.example>\nSubject: Über Größe\n\nDer Hafen ist zu.\n"
    (tmp_path / "a.eml").write_bytes(mail.encode("cp1252"))
    found = load_article(tmp_path, "a.eml")
    assert (found.title, found.author) == ("Über Größe", "Jürgen Muster")


ANSWERED = "Von: Ben <b@x.example>\nGesendet: Montag, 17. Juni 2024 14:00\nBetreff: Hafen\n\n"


@pytest.mark.parametrize(
    ("subject", "text", "shown"),
    [
        ("WG: Hafen", f"Zur Kenntnis.\n\n{ANSWERED}Der Hafen ist zu.", True),
        ("Fwd: Hafen", f"\n{ANSWERED}Der Hafen ist zu.", True),
        ("Hafen", f"\n{ANSWERED}Der Hafen ist zu.", True),
        ("Hafen", "> Der Hafen ist zu.", True),
        ("AW: Hafen", f"Danke.\n\n{ANSWERED}Der Hafen ist zu.", False),
    ],
)
def test_a_mail_that_is_forwarded_is_what_is_read(tmp_path, subject, text, shown):
    (tmp_path / "a.eml").write_text(f"From: a@b.example\nSubject: {subject}\n\n{text}\n")
    found = load_article(tmp_path, "a.eml")
    read = [found.text[b.start : b.end] for b in found.blocks if not b.folded]
    assert any("Der Hafen ist zu." in each for each in read) == shown
