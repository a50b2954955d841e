"""The control words and symbols of RTF that stand for text, encodings, or something unseen."""

from corpus.text.common_words import word_set

# Groups that hold nothing to print here; {\* ...} is one, too, unless its word is known.
UNSEEN = word_set(
    """
    colortbl pict object objdata themedata datastore generator listtable listoverridetable rsidtbl
    fldinst annotation atnid atnauthor atndate atnicn atnref atnparent atrfstart atrfend filetbl
    revtbl sp nonshppict xe tc rxe txe bkmkstart bkmkend ftnsep ftnsepc ftncn aftnsep aftnsepc
    aftncn private listname pgptbl latentstyles mmathPr xmlnstbl xmlopen xmlclose background
    userprops docvar falt panose passwordhash protusertbl template comment keywords subject
    """
)
SEEN_THOUGH_STARRED = "shpinst"  # the text of a box
LIST_TEXT = ("listtext", "pntext")
HEADERS = word_set("header headerl headerr headerf footer footerl footerr footerf")
NOT_TITLE = ("author", "operator", "company", "doccomm", "manager")  # in the group `info`
CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "softline": "\n",
}
SYMBOLS = {"~": "\xa0", "_": "\u2011", "-": "", "{": "{", "}": "}", "\\": "\\"}
CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
CODE_PAGE_WORDS = ("ansicpg", "mac", "pc", "pca")
_CODE_PAGES = {437, 850, 852, 866, 874, 932, 936, 949, 950, 1361, *range(1250, 1259)}


def code_page(word: str, number: int) -> str:
    """Return the encoding that a control word names, "" for an unknown one."""
    if number in _CODE_PAGES:
        return f"cp{number}"
    numbered = {65001: "utf-8", 10000: "mac_roman"}.get(number)
    return numbered or {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, "")
