"""REFI-QDA project (.qdpx): articles as sources, passages as selections, topics as codes.

The order of the elements is that of the official schema, and a wrapper without children is left
out, as it must be. Positions are code points of the source's text, end-exclusive.
"""

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.claims import Reading
from annotations.exchange.formats import WriteOptions
from annotations.exchange.guids import annotation_guid, guid
from annotations.exchange.losses import Losses
from annotations.exchange.records import lost_fields
from annotations.exchange.refi.codebook import ORIGIN, STARRED, add_codes, topic_guid
from annotations.exchange.refi.xml_text import document as xml_document
from annotations.exchange.refi.xml_text import element, legal
from annotations.exchange.times import lost_times, time_of
from annotations.model import Annotation

NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT = "project.qde"
VARIABLES = ("path", "source", "author", "date", "url", "language")
_LONGEST_NAME = 80
# So that the same annotations make the same file.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(bundle: Bundle, out: BinaryIO, _options: WriteOptions) -> Losses:
    """Write the project with the texts. Raises OSError."""
    project = _Project(bundle)
    data = xml_document(project.root())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, PROJECT, data)
        for document in project.documents:
            _add(archive, f"sources/{_file_name(document)}", document.text.encode())
    return project.losses


def read(data: bytes, name: str) -> Reading:
    """Read a project of whatever program. Raises `ExchangeError`."""
    from annotations.exchange.refi.project_reading import read_project

    return read_project(data, name)


def source_guid(path: str) -> str:
    """Return the GUID of the source that an article is."""
    return guid("article", path)


def variable_guid(name: str) -> str:
    """Return the GUID of the variable that holds something known of an article."""
    return guid("variable", name)


def _file_name(document: Document) -> str:
    return f"{source_guid(document.path)}.txt"


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)


class _Project:
    """Builds the project file and counts what it cannot carry."""

    def __init__(self, bundle: Bundle) -> None:
        self.losses = Losses()
        self._bundle = bundle
        self._notes: list[ET.Element] = []
        self._starred: list[tuple[Document, str]] = []
        self._taken: set[str] = set()
        self.documents = [document for document in bundle.documents if self._has_text(document)]

    def _has_text(self, document: Document) -> bool:
        if document.is_missing:
            what = "annotations of articles that cannot be read"
            self.losses.add(what, document.path, len(document.placed))
        return not document.is_missing

    def root(self) -> ET.Element:
        """Return the whole project; its parts are in the order of the schema."""
        root = element(None, "Project", xmlns=NAMESPACE, name="nkreader", origin=ORIGIN)
        self._add_users(root)
        if self._bundle.topics:
            add_codes(element(root, "CodeBook"), self._bundle.topics, self.losses)
        known = [name for name in VARIABLES if any(getattr(d, name) for d in self.documents)]
        if known:
            variables = element(root, "Variables")
            for name in known:
                variable = element(variables, "Variable", guid=variable_guid(name), name=name)
                variable.set("typeOfVariable", "Text")
        if self.documents:
            sources = element(root, "Sources")
            for document in self.documents:
                self._add_source(sources, document, known)
        if self._notes:
            element(root, "Notes").extend(self._notes)
        self._add_starred(root)
        return root

    def _add_users(self, root: ET.Element) -> None:
        if self._bundle.coders:
            root.set("creatingUserGUID", _user(self._bundle.coders[0]))
            users = element(root, "Users")
            for coder in self._bundle.coders:
                element(users, "User", guid=_user(coder), name=coder)

    def _add_source(self, sources: ET.Element, document: Document, known: Iterable[str]) -> None:
        source = element(
            sources,
            "TextSource",
            guid=source_guid(document.path),
            name=document.title or document.path,
            plainTextPath=f"internal://{_file_name(document)}",
        )
        if document.note:
            element(source, "Description", document.note)
        for passage in document.passages:
            self._add_passage(source, document, passage)
        about = [(each, self._guid(document, each)) for each in document.about]
        for annotation, identity in about:
            self._add_codings(source, annotation, identity, note=identity)
        for annotation, identity in about:
            self._add_note(source, annotation, identity, document.title)
            if annotation.starred:
                self._starred.append((document, identity))
        for name in known:
            if value := getattr(document, name):
                holder = element(source, "VariableValue")
                element(holder, "VariableRef", targetGUID=variable_guid(name))
                element(holder, "TextValue", value)

    def _add_passage(self, source: ET.Element, document: Document, passage: Passage) -> None:
        annotation, span = passage.annotation, passage.span
        if not passage.is_sure or span.start == span.end:
            self.losses.add("passages without a certain place in the text", annotation.quote)
            return
        words = document.text[span.start : span.end]
        if words != annotation.quote:
            self.losses.add("the wording that a passage had before the text changed", words)
        identity = self._guid(document, annotation)
        selection = element(source, "PlainTextSelection", guid=identity, name=words)
        selection.set("startPosition", str(span.start))
        selection.set("endPosition", str(span.end))
        self._sign(selection, annotation, modified=True)
        if annotation.note:
            element(selection, "Description", annotation.note)
        self._add_codings(selection, annotation, identity)
        if annotation.note:
            self._add_note(selection, annotation, guid("note", identity), words)

    def _guid(self, document: Document, annotation: Annotation) -> str:
        """Return the GUID of an annotation; no two have the same."""
        lost_fields(annotation, self.losses)
        lost_times(annotation, self.losses)
        if any(legal(text) != text for text in (annotation.note, *annotation.topics)):
            self.losses.add("control characters in notes and topics", annotation.note)
        identity = annotation_guid(annotation.id)
        if identity.lower() in self._taken:
            identity = guid("annotation", document.path, annotation.id)
        if identity != annotation.id:
            what = "ids that are no GUIDs, or that several annotations have"
            self.losses.add(what, annotation.id)
        self._taken.add(identity.lower())
        return identity

    def _sign(self, node: ET.Element, annotation: Annotation, *, modified: bool) -> None:
        """Write who made it and when, and if wanted when it was changed."""
        if annotation.coder:
            node.set("creatingUser", _user(annotation.coder))
        if created := time_of(annotation.created):
            node.set("creationDateTime", created)
        if modified and (updated := time_of(annotation.updated)):
            node.set("modifiedDateTime", updated)

    def _add_codings(
        self, node: ET.Element, annotation: Annotation, identity: str, note: str = ""
    ) -> None:
        for topic in filter(None, dict.fromkeys(annotation.topics)):
            coding = element(node, "Coding", guid=guid("coding", identity, topic))
            self._sign(coding, annotation, modified=False)
            element(coding, "CodeRef", targetGUID=topic_guid(topic))
            if note:
                element(coding, "NoteRef", targetGUID=note)

    def _add_note(
        self, node: ET.Element, annotation: Annotation, identity: str, about: str
    ) -> None:
        """Refer to a note with its author and dates, which a description has not."""
        element(node, "NoteRef", targetGUID=identity)
        note = element(None, "Note", guid=identity, name=_shortened(about))
        self._sign(note, annotation, modified=True)
        element(note, "PlainTextContent", annotation.note)
        self._notes.append(note)

    def _add_starred(self, root: ET.Element) -> None:
        if not self._starred:
            return
        starred = element(element(root, "Sets"), "Set", guid=STARRED, name="starred")
        for path in dict.fromkeys(document.path for document, _ in self._starred):
            element(starred, "MemberSource", targetGUID=source_guid(path))
        for _, identity in self._starred:
            element(starred, "MemberNote", targetGUID=identity)


def _user(coder: str) -> str:
    return guid("coder", coder)


def _shortened(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
