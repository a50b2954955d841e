"""What can be put right in a folder of annotations without anybody's judgement."""

from collections.abc import Iterator, Mapping

from annotations.history.steps import Change
from corpus.errors import ArticleError
from corpus.folder.catalogue import Record
from workspace.articles.articles import Articles
from workspace.coding.article_coding import place, settle
from workspace.coding.conflict_copies import ConflictCopies
from workspace.coding.recorder import Recorder
from workspace.coding.renamed_articles import follow_renamed
from workspace.coding.save_result import SaveError


def repair(
    recorder: Recorder, copies: ConflictCopies, articles: Articles, records: Mapping[str, Record]
) -> Iterator[str]:
    """Do what is safe, each as a step that can be undone, and say what was done.

    Changes that an earlier session could not save are saved; annotations follow renamed articles;
    where passages have moved to is written down. Annotations must have been loaded; `records` are
    of the articles that can be read now.
    """
    if folder := recorder.accept_folder():
        yield f"{folder} is now accepted as the annotations folder."
    if recovered := recorder.recover():
        yield recovered.words
    for copy in list(copies):
        try:
            yield copies.merge(copy).words
        except SaveError as error:
            yield str(error)
    yield from follow_renamed(recorder, articles.folder, records).words
    changes = [change for path in records for change in _moves(recorder, articles, path)]
    if changes:
        try:
            saved = recorder.make(
                f"recorded the new positions of moved passages: {len(changes)}", changes
            )
        except SaveError as error:
            yield str(error)
        else:
            yield saved.words


def _moves(recorder: Recorder, articles: Articles, path: str) -> list[Change]:
    file = recorder.file(path)
    if file is None or not file.annotations:
        return []
    try:
        article = articles.load(path)
    except ArticleError:
        return []
    return settle(path, article.text, place(article.text, file.annotations))
