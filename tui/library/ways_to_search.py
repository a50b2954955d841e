"""What can be typed into the search prompt, for those who ask: an example of each, and its meaning.

docs/searching.md tells the same at length; a test holds the two together.
"""

from tui.requests import Choice

WAYS = (
    ("Waffen Munition", "both words, in any inflection and compound; those with most words follow"),
    ("Waffen AND Munition", "both words, and no article that lacks one"),
    ("Schoigu OR Lawrow", "either; ODER and | do the same"),
    ("Putin -Wladiwostok", "the first but not the second; NOT and NICHT do the same"),
    ("(Waffen OR Raketen) Russland", "groups"),
    ('"vor der Wahl"', "these words in a row"),
    ('"Putin Kim"~5', "in any order, at most five other words between them; Putin NEAR/5 Kim"),
    ("=Waffen", "this form alone: no inflections, no compounds"),
    ("verhand*", "words that begin like this"),
    ("*handlung*", "words with this in them"),
    ("Wladi?ostok", "any one letter in the place of the ?"),
    ("Schojgu~", "words that differ by one letter; ~2: by two"),
    ("title:Putin", "in the title; source: and author: work alike"),
    ("date:2024-01..2024-06", "a day, a month, a year, or from one to another; date:>=2024"),
    ("topic:sanctions", "articles tagged with a topic"),
    ("note:Frage", "articles with this in a note"),
    ("is:untagged", "is:tagged, is:read, is:unread and is:starred work alike"),
)


def choices() -> list[Choice]:
    """Return the examples as lines of a picker, which returns the one that was chosen."""
    return [Choice(typed, typed, meaning) for typed, meaning in WAYS]
