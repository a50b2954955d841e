"""Reading a REFI-QDA project, as NVivo, ATLAS.ti, MAXQDA, QualCoder, f4 and others write it.

They differ in where the texts are, in how a comment hangs on a passage, and in what they leave out;
what has no place here is counted.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from annotations.exchange.claims import Claim, Reading, Source, claimed
from annotations.exchange.errors import ExchangeError
from annotations.exchange.guids import guid
from annotations.exchange.losses import Losses
from annotations.exchange.refi.codebook import STARRED, is_ours, plain_guid, read_codes
from annotations.exchange.refi.container import MARK, Texts, opened
from annotations.exchange.refi.xml_text import local
from annotations.model import Annotation

_IN_TEXT = ("PlainTextSelection", "TranscriptSelection")
_VARIABLES = {
    **{name: name for name in ("path", "source", "author", "date", "url", "language")},
    "quelle": "source",
    "publisher": "source",
    "autor": "author",
    "datum": "date",
    "link": "url",
    "sprache": "language",
    "publication date": "date",
}


def read_project(data: bytes, name: str) -> Reading:
    """Read a project: the zip file, or the project file alone. Raises `ExchangeError`."""
    root, texts = opened(data, name)
    if local(root) != "Project":
        raise ExchangeError(name, f"is not a project (it is a {local(root)})", "Name a .qdpx file.")
    return _Project(root, texts).reading()


class _Note(Struct, frozen=True):
    """What somebody wrote, not said where."""

    identity: str
    text: str
    coder: str
    created: str
    updated: str


class _Project:
    """A project file with everything in it that refers to something else."""

    def __init__(self, root: ET.Element, texts: Texts) -> None:
        self._root = root
        self._texts = texts
        self._ours = is_ours(root)
        self.losses = Losses()
        self._users = {
            plain_guid(user.get("guid")): (user.get("name") or user.get("id") or "")
            for user in self._all("Users", "User")
        }
        self._notes = {plain_guid(each.get("guid")): self._note(each) for each in self._notes_in()}
        self._used: set[str] = set()
        texts_of_notes = {identity: note.text for identity, note in self._notes.items()}
        self.topics, self._codes = read_codes(
            root, self.losses, is_ours=self._ours, notes=texts_of_notes
        )
        self._links = self._links_of()
        self._starred = self._starred_of()
        self._variables = {
            plain_guid(each.get("guid")): each.get("name", "")
            for each in self._all("Variables", "Variable")
        }
        self._known = self._known_of_sources()

    def reading(self) -> Reading:
        """Return all of it."""
        sources = tuple(self._sources())
        for identity, note in self._notes.items():
            if identity not in self._used and note.text.strip():
                self.losses.add("notes that belong to no passage and no text", note.text)
        self._count_rest()
        return Reading(sources, self.topics, self.losses, self._root.get("origin", ""))

    # -- what others refer to

    def _all(self, wrapper: str, tag: str) -> Iterator[ET.Element]:
        for outer in self._root:
            if local(outer) == wrapper:
                yield from (each for each in outer if local(each) == tag)

    def _notes_in(self) -> Iterator[ET.Element]:
        for note in self._all("Notes", "Note"):
            coded = sum(local(each) == "PlainTextSelection" for each in note)
            if coded:
                self.losses.add("passages coded in notes", note.get("name", ""), coded)
            yield note

    def _note(self, node: ET.Element) -> _Note:
        text = (self._texts.of(node) or "").removeprefix(MARK).replace("\r\n", "\n")
        said = _description(node)
        if said and said not in text:
            text = f"{text}\n\n{said}".strip()
        if not text.strip() and (node.get("richTextPath") and not node.get("plainTextPath")):
            self.losses.add("notes in rich text alone", node.get("name", ""))
        created = node.get("creationDateTime", "")
        return _Note(
            (node.get("guid") or "").strip("{}"),
            text,
            self._user(node),
            created,
            node.get("modifiedDateTime") or self._unchanged(created),
        )

    def _user(self, node: ET.Element) -> str:
        return self._users.get(plain_guid(node.get("creatingUser")), "")

    def _unchanged(self, created: str) -> str:
        """Another program's passage without a later date has not been changed."""
        return "" if self._ours else created

    def _links_of(self) -> dict[str, list[str]]:
        """Return the notes that links lead to, or come from, by what is at the other end."""
        found: dict[str, list[str]] = {}
        for link in self._all("Links", "Link"):
            ends = plain_guid(link.get("originGUID")), plain_guid(link.get("targetGUID"))
            note = next((end for end in ends if end in self._notes), "")
            other = ends[1] if ends[0] == note else ends[0]
            if note and other and other not in self._notes:
                found.setdefault(other, []).append(note)
            else:
                self.losses.add("links between passages or texts", link.get("name", ""))
        return found

    def _starred_of(self) -> set[str]:
        starred: set[str] = set()
        for each in self._all("Sets", "Set"):
            is_star = plain_guid(each.get("guid")) == STARRED or each.get("name") == "starred"
            if is_star:
                starred |= {plain_guid(member.get("targetGUID")) for member in each}
            else:
                self.losses.add("sets", each.get("name", ""))
        return starred

    def _known_of_sources(self) -> dict[str, dict[str, str]]:
        """Return what nameless cases say of one source, which is how MAXQDA writes variables."""
        known: dict[str, dict[str, str]] = {}
        for case in self._all("Cases", "Case"):
            sources = [each for each in case if local(each) == "SourceRef"]
            if case.get("name") or len(sources) != 1:
                self.losses.add("cases", case.get("name", ""))
            else:
                known[plain_guid(sources[0].get("targetGUID"))] = self._values(case)
        return known

    def _values(self, node: ET.Element) -> dict[str, str]:
        """Return the variables of a text that say what we too want to know of it."""
        found: dict[str, str] = {}
        for holder in (each for each in node if local(each) == "VariableValue"):
            parts = {local(each): each for each in holder}
            reference = parts.pop("VariableRef", None)
            identity = plain_guid(reference.get("targetGUID") if reference is not None else "")
            name = self._variables.get(identity, "")
            value = next((part.text for part in parts.values() if part.text), "")
            if field := _VARIABLES.get(name.casefold()):
                found[field] = value or ""
            elif value:
                self.losses.add("variables of texts", name)
        return found

    def _count_rest(self) -> None:
        for _ in self._all("Graphs", "Graph"):
            self.losses.add("graphs")
        if said := _description(self._root):
            self.losses.add("the description of the project", said)

    # -- sources

    def _sources(self) -> Iterator[Source]:
        for outer in (each for each in self._root if local(each) == "Sources"):
            for node in outer:
                holders = [node] if local(node) == "TextSource" else list(_texts_of(node))
                yield from (self._source(node, holder) for holder in holders)
                if node not in holders:
                    self._count_selections(node)
                if not holders:
                    what = local(node).removesuffix("Source").lower()
                    name = node.get("name", "") or node.get("path", "")
                    self.losses.add(f"{what} sources, which have no text", name)

    def _count_selections(self, node: ET.Element) -> None:
        """Count what is coded in a picture, a page or a recording."""
        for each in node.iter():
            kind = local(each)
            if kind.endswith("Selection") and kind not in _IN_TEXT:
                self.losses.add("passages coded in something else than text", each.get("name", ""))

    def _source(self, node: ET.Element, holder: ET.Element) -> Source:
        """Return a source; `holder` is the element that has its text and the passages in it."""
        name = node.get("name", "").strip()
        file = (holder.get("plainTextPath") or node.get("path") or "").replace("\\", "/")
        file = PurePosixPath(file.partition(":")[2] or file).name
        text = self._texts.of(holder)
        selections = [each for each in holder if local(each) in _IN_TEXT]
        moments = {
            plain_guid(each.get("guid")): _number(each, "position")
            for each in holder
            if local(each) == "SyncPoint"
        }
        if text is None:
            what = "texts that the file does not bring along in plain text"
            self.losses.add(what, name or file)
        identity = plain_guid(node.get("guid"))
        known = self._known.get(identity, {}) | self._values(node)
        path = known.pop("path", "")
        claims = [
            claim
            for selection in selections
            for claim in self._claims(identity, selection, moments)
        ]
        return Source(
            path=path or ("" if _is_guid(file) else file),
            title=name or PurePosixPath(file).stem,
            text=text,
            claims=tuple(claims),
            about=tuple(self._about(node)),
            **known,
        )

    def _claims(
        self, source: str, node: ET.Element, moments: Mapping[str, int | None]
    ) -> Iterator[Claim]:
        """Return a selection: a passage for each person who has coded it.

        In a transcript it reaches from one of its `moments` to another.
        """
        told = (source, node.get("startPosition", ""), node.get("endPosition", ""))
        identity = (node.get("guid") or "").strip().strip("{}") or guid("selection", *told)
        start, end = _number(node, "startPosition"), _number(node, "endPosition")
        if local(node) == "TranscriptSelection":
            start = moments.get(plain_guid(node.get("fromSyncPoint")))
            end = moments.get(plain_guid(node.get("toSyncPoint")))
        codings = [each for each in node if local(each) == "Coding"]
        notes = list(self._notes_at(node, *codings))
        note = _joined([_description(node), *(each.text for each in notes)])
        by_coder: dict[str, list[ET.Element]] = {}
        for coding in codings:
            by_coder.setdefault(self._user(coding) or self._user(node), []).append(coding)
        author = self._author(node, notes, list(by_coder))
        if note:
            by_coder.setdefault(author, [])
        if not by_coder:
            self.losses.add("passages with neither code nor note", node.get("name", ""))
        for number, (coder, coded) in enumerate(by_coder.items()):
            dates = [each.get("creationDateTime", "") for each in (node, *coded)]
            created = next(filter(None, dates), "")
            annotation = claimed(
                guid("selection", identity, coder)
                if number
                else identity or guid("none", str(id(node))),
                topics=self._topics(coded),
                quote=node.get("name", ""),
                note=note if coder == author else "",
                coder=coder,
                created=created,
                updated=node.get("modifiedDateTime") or self._unchanged(created),
            )
            if annotation.is_blank:
                self.losses.add("codings with a code that is not in the project", annotation.quote)
            else:
                yield Claim(annotation, start, end, is_quoted=False)

    def _author(self, node: ET.Element, notes: Iterable[_Note], coders: Sequence[str]) -> str:
        """Return the author of a note on a passage: who made it, if they coded it, or a coder."""
        told = [self._user(node), *(note.coder for note in notes)]
        if not coders:
            return next(filter(None, told), "")
        author = next((name for name in told if name in coders), coders[0])
        for name in told:
            if name not in {author, ""}:
                self.losses.add("authors of notes on passages that others coded", name)
        return author

    def _topics(self, codings: Iterable[ET.Element]) -> tuple[str, ...]:
        references = (each for coding in codings for each in coding if local(each) == "CodeRef")
        names = (self._codes.get(plain_guid(each.get("targetGUID")), "") for each in references)
        return tuple(filter(None, dict.fromkeys(names)))

    def _notes_at(self, *nodes: ET.Element) -> Iterator[_Note]:
        """Return the notes that elements refer to, or that links lead to, each once."""
        references = [
            plain_guid(each.get("targetGUID"))
            for node in nodes
            for each in node
            if local(each) == "NoteRef"
        ]
        linked = (self._links.get(plain_guid(node.get("guid")), []) for node in nodes)
        references += [note for notes in linked for note in notes]
        for reference in dict.fromkeys(references):
            if note := self._notes.get(reference):
                self._used.add(reference)
                yield note

    def _about(self, node: ET.Element) -> Iterator[Annotation]:
        """Return what is said of a text as a whole: its notes, its description, codes, a star."""
        source = plain_guid(node.get("guid"))
        about: dict[str, Annotation] = {}
        for note in self._notes_at(node):
            about[note.identity.lower()] = claimed(
                note.identity,
                note=note.text,
                coder=note.coder,
                created=note.created,
                updated=note.updated,
                starred=note.identity.lower() in self._starred,
            )
        said = _description(node)
        notes = [each.note for each in about.values() if each.note]
        if said and said not in (*notes, "\n\n".join(notes)):
            about[""] = claimed(guid("description", source), note=said, coder=self._user(node))
        topics: dict[str, dict[str, None]] = {}
        for coding in (each for each in node if local(each) == "Coding"):
            key = self._coded(about, coding)
            topics.setdefault(key, {}).update(dict.fromkeys(self._topics([coding])))
        for key, names in topics.items():
            about[key] = replace(about[key], topics=tuple(names))
        if source in self._starred and not any(each.starred for each in about.values()):
            about["starred"] = claimed(guid("star", source), starred=True)
        yield from (each for each in about.values() if not each.is_blank)

    def _coded(self, about: dict[str, Annotation], coding: ET.Element) -> str:
        """Return the key of what the code of a whole text is put to, which is added if need be.

        It is the note that it refers to, or else what has the codes of the same person.
        """
        coder = self._user(coding)
        notes = [plain_guid(e.get("targetGUID")) for e in coding if local(e) == "NoteRef"]
        key = next((note for note in notes if note in about), f"coded by {coder}")
        if key not in about:
            created = coding.get("creationDateTime", "")
            own = (coding.get("guid") or "").strip("{}")
            about[key] = claimed(
                own or guid("coding", *self._topics([coding])),
                coder=coder,
                created=created,
                updated=self._unchanged(created),
            )
        return key


def _texts_of(node: ET.Element) -> Iterator[ET.Element]:
    """Return the plain text of a PDF source, the transcripts of a recording, if there are any."""
    yield from (each for each in node if local(each) in {"Representation", "Transcript"})


def _description(node: ET.Element) -> str:
    texts = (each.text or "" for each in node if local(each) == "Description")
    return next((text for text in texts if text.strip()), "")


def _joined(texts: Iterable[str]) -> str:
    """Return several notes as one; what is said twice is said once."""
    kept: dict[str, str] = {}
    for text in texts:
        if text.strip():
            kept.setdefault(text.strip(), text)
    return "\n\n".join(kept.values())


def _number(node: ET.Element, name: str) -> int | None:
    text = node.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _is_guid(file: str) -> bool:
    return len(PurePosixPath(file).stem) == 36 and PurePosixPath(file).stem.count("-") == 4
