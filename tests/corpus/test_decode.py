"""Bytes into text: encodings as they really come."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.decode import UndecodableError, decode, decoded

GERMAN = "Der Präsident sagte: „Über Waffen für Rußland möchte ich nicht reden“ – 10 €.\n" * 3


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("cp1252", b""),
    ],
)
def test_german_text_comes_back_from_every_encoding(encoding, mark):
    assert decode(mark + GERMAN.encode(encoding)) == (GERMAN, encoding)


def test_cyrillic_in_a_legacy_encoding_is_not_read_as_western():
    russian = "Президент России прибыл в Северную Корею с государственным визитом. " * 5
    assert decode(russian.encode("cp1251"))[0] == russian


def test_a_few_broken_bytes_do_not_cost_the_rest():
    text, encoding = decode(GERMAN.encode() + b"\xff Ende \xc3")
    assert encoding == "utf-8"
    assert text == GERMAN + "\ufffd Ende \ufffd"


def test_escape_sequences_are_text():
    assert decode(b"\x1b[31mrot\x1b[0m")[0] == "\x1b[31mrot\x1b[0m"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04abc", "zip"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x00" * 100, "binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 50, "UTF-16"),
    ],
)
def test_binary_data_is_refused_with_a_guess_at_what_it_is(data, what):
    with pytest.raises(UndecodableError, match=what):
        decode(data)


def test_nothing_is_the_empty_text():
    assert decode(b"") == ("", "utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data):
    try:
        text, encoding = decode(data)
    except UndecodableError:
        return
    assert isinstance(text, str)
    assert codecs.lookup(encoding)


@given(st.text())
def test_utf8_text_without_controls_always_comes_back(text):
    text = "".join(c for c in text if c.isprintable())
    if not text.encode().startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        try:
            assert decode(text.encode()) == (text, "utf-8")
        except UndecodableError:
            assert text.startswith("%PDF-")


LONGER = (
    "Bürgermeister lehnt Öffnung ab. „Das dauert“, sagte er über die Straße – für größere Gäste."
)


@pytest.mark.parametrize("encoding", ["mac_roman", "utf-7"])
def test_german_is_read_in_the_encodings_of_old(encoding):
    found = decoded(LONGER.encode(encoding))
    assert found == (LONGER, encoding, "")


@pytest.mark.parametrize("encoding", ["cp850", "cp437"])
def test_german_is_read_in_the_encodings_of_dos(encoding):
    plain = LONGER.translate(str.maketrans("„“–", '""-'))
    assert decode(plain.encode(encoding))[0] == plain


@pytest.mark.parametrize(
    "text",
    [
        "Straße",
        "Er sagte: „Für 12 € geht das“ – oder nicht …",
        "Le président français a été reçu à l’Élysée : « C’est terminé ».",
        "El presidente dijo: «Mañana será otro día», señaló José.",
    ],
)
def test_what_windows_writes_stays_what_it_was(text):
    assert decoded(text.encode("cp1252")) == (text, "cp1252", "")


def test_a_guess_among_several_encodings_is_told():
    text, encoding, doubt = decoded("Überfall\n".encode("cp850"))
    assert (text, encoding) == ("Überfall\n", "cp850")
    assert "might be mac_roman" in doubt
    assert decoded(("Президент России прибыл с визитом. " * 5).encode("koi8_r")).doubt


def test_a_plus_is_no_utf_7():
    text = "C++A-B und 1+AB2- sowie +AOQ-"
    assert decode(text.encode()) == (text, "utf-8")


def test_old_mac_text_whose_umlauts_would_pair_up_is_no_damaged_utf8():
    text = "Das Stück kostet 3 € mehr.\n"
    assert decode("Der Preis: 12 € pro Stück.\n".encode("mac_roman"))[0] == (
        "Der Preis: 12 € pro Stück.\n"
    )
    assert decode(text.encode("mac_roman"))[0] == text


def test_the_euro_of_unix_is_no_currency_sign():
    text = "Die Brücke kostet 12 € mehr, sagte der Bürgermeister.\n"
    assert decode(text.encode("iso8859-15")) == (text, "iso8859-15")
    assert decode(text.encode("cp1252")) == (text, "cp1252")


def test_broken_characters_are_told():
    assert decoded(GERMAN.encode() + b"\xff Ende").doubt
    assert not decoded(GERMAN.encode()).doubt


TURKISH = "Cumhurbaşkanı ve bakan, yarın için yeni bir görüşme yapılacağını söyledi.\n"
ICELANDIC = "Forsætisráðherra sagði að það væri ekki hægt, og hann var ekki til viðtals um það.\n"


def test_turkish_is_told_from_what_has_other_letters_in_the_same_places():
    assert decoded(TURKISH.encode("cp1254")) == (TURKISH, "cp1254", "")
    assert decoded(ICELANDIC.encode("cp1252")) == (ICELANDIC, "cp1252", "")
    few = "Der Präsident, Herr Erdoğan, sprach über Öl und Gas für Europa.\n"
    _text, encoding, doubt = decoded(few.encode("cp1254"))
    assert (encoding, doubt) == ("cp1252", "it might be cp1254 too")


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859_2"])
@pytest.mark.parametrize(
    "text",
    [
        "Prezydent powiedział, że port jest zamknięty przez śnieg, ale tylko do piątku.\n",
        "Prezident řekl, že silnice jsou zavřené podle plánu, nebo byla škoda větší.\n",
        "Az elnök azt mondta, hogy az út nem nyílik meg, csak őszre lesz kész a tűz miatt.\n",
        "Predsjednik kaže da cesta nije otvorena i da je samo most koji vodi u župan čitav grad.\n",
    ],
)
def test_languages_of_central_europe_are_not_read_as_western(text, encoding):
    found = decoded(text.encode(encoding))
    assert (found.text, found.doubt) == (text, "")


def test_a_short_text_of_central_europe_is_not_taken_for_western_without_a_word():
    text = "Prezydent przyjechał do Łodzi. Port jest zamknięty do poniedziałku, mówi rzecznik.\n"
    assert decoded(text.encode("cp1250")).doubt


def test_exponents_and_pounds_stay_western():
    text = "Die Fläche von 30 m² und 12 km³ kostet £30 oder 40 £, sagte der Bürgermeister.\n"
    assert decoded(text.encode("cp1252")) == (text, "cp1252", "")
