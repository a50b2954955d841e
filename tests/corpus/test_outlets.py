"""Newspapers under several names: one source, and two that only look alike stay two."""

import pytest

from corpus.metadata.outlets import is_address, outlet, shown_names


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        (
            "Deutsche Welle",
            "DW|DW.COM|dw.com|www.dw.com|Dw Com|DEUTSCHE WELLE|https://www.dw.com/de/",
        ),
        ("n-tv", "N-Tv Nachrichten|Ntv Nachrichten|n-tv.de|NTV|n-tv.de NACHRICHTEN"),
        ("Börsen-Zeitung", "boersen-zeitung.de|Boersen-Zeitung|Börsenzeitung"),
        ("Euronews", "Euronews.com|de.euronews.com|EURONEWS"),
        ("MDR", "mdr.de|Mdr De|MDR.DE"),
        ("Stuttgarter Zeitung", "STZ|StZ|stuttgarter-zeitung.de"),
        ("Der Spiegel", "SPIEGEL ONLINE|DER SPIEGEL|spiegel.de|Spiegel|DER SPIEGEL 24/2024"),
        ("BBC", "BBC News|bbc.co.uk|bbc.com|BBC News - Home"),
        ("t-online", "T-Online|t-online.de"),
        ("Rheinische Post", "RP ONLINE|rp-online.de"),
    ],
)
def test_an_outlet_has_one_name(shown, names):
    assert {outlet(name) for name in names.split("|")} == {shown}
    assert outlet(shown) == shown


def test_outlets_that_look_alike_are_not_put_together():
    names = ("express.de", "express.co.uk", "kurier.at", "kurier.de", "derstandard.at")
    assert len({outlet(name) for name in (*names, "standard.co.uk")}) == 6
    assert outlet("Tagblatt") != outlet("St. Galler Tagblatt")


@pytest.mark.parametrize("name", ["", "Blatt", "Quelle: unbekannt", "|", "Kein Blatt | Beispiel"])
def test_an_unknown_name_stays_as_it_is(name):
    assert outlet(name) == name


def test_a_folder_shows_the_best_spelling_of_what_nobody_knows():
    names = {
        "Talbote": 3,
        "talbote.de": 9,
        "TALBOTE": 1,
        "Berg-Anzeiger": 1,
        "Berganzeiger": 2,
    }
    shown = shown_names(names)
    assert set(shown.values()) == {"Talbote", "Berganzeiger"}
    assert shown_names(names, [("Bote im Tal", "Talbote")])["talbote.de"] == "Bote im Tal"
    assert shown_names({"x": 1}, [(), ("Eins",)]) == {"x": "x"}


def test_what_is_left_of_an_address_is_told_from_a_name():
    assert all(map(is_address, ("Facebook Com", "Mdr De", "www.example.org", "Bbc Co Uk")))
    assert not any(map(is_address, ("Anna Muster", "Reuters", "Hans de Boer", "A. B. Muster")))
