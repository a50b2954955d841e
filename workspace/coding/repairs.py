"""What can be put right in a folder of annotations without anybody's judgement."""

from collections.abc import Iterator, Mapping

from annotations.history.steps import Change
from corpus.errors import ArticleError
from corpus.folder.catalogue import Record
from workspace.coding.article_coding import settle
from workspace.coding.renamed_articles import follow_renamed
from workspace.coding.save_result import SaveError
from workspace.workspace import Workspace


def mend(workspace: Workspace, articles: Mapping[str, Record]) -> Iterator[str]:
    """Do what is safe, each as a step that can be undone, and say what was done.

    Changes that an earlier session could not save are saved; annotations follow renamed articles;
    where passages have moved to is written down. Annotations must have been loaded; `articles` are
    those that can be read now.
    """
    if folder := workspace.recorder.accept_folder():
        yield f"{folder} is taken for the folder of annotations as it is now."
    if recovered := workspace.recorder.recover():
        yield recovered.words
    for copy in list(workspace.copies):
        try:
            yield workspace.copies.merge(copy).words
        except SaveError as error:
            yield str(error)
    yield from follow_renamed(workspace.recorder, workspace.places.articles, articles).words
    changes = [change for path in articles for change in _moves(workspace, path)]
    if changes:
        try:
            saved = workspace.recorder.make(
                f"wrote down the positions of moved passages: {len(changes)}", changes
            )
        except SaveError as error:
            yield str(error)
        else:
            yield saved.words
    workspace.close()


def _moves(workspace: Workspace, path: str) -> list[Change]:
    if not workspace.annotations_of(path):
        return []
    try:
        article = workspace.article(path)
    except ArticleError:
        return []
    return settle(path, article.text, workspace.placed(article))
