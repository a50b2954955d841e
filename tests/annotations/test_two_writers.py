"""Two processes work on the same articles at once, and nothing of either is lost."""

import os
import random
import subprocess
import sys
from pathlib import Path

from annotations.files.article_file import AnnotationFile
from annotations.files.store import AnnotationStore
from annotations.history.steps import Change
from annotations.model import Annotation, ArticleIdentity

ROOT = Path(__file__).resolve().parents[2]
ACTIONS = 100
ARTICLES = [ArticleIdentity(f"{number}.txt", f"Article {number}", "0") for number in range(5)]


def work(folder: Path, coder: str) -> None:
    """Add annotations to articles in random order."""
    store = AnnotationStore(folder)
    dice = random.Random(coder)
    for number in range(ACTIONS):
        article = dice.choice(ARTICLES)
        made = Annotation(
            f"{coder}-{number}", (), "q", "", "", number, number + 1, "", coder, "", ""
        )
        store.apply(article, [Change(article.path, None, made)])


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen([sys.executable, __file__, tmp_path, coder], env=environment)
        for coder in ("anna", "ben")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    found = list(AnnotationStore(tmp_path).load_all())
    made = [
        item.id for file in found if isinstance(file, AnnotationFile) for item in file.annotations
    ]
    assert sorted(made) == sorted(
        f"{coder}-{n}" for coder in ("anna", "ben") for n in range(ACTIONS)
    )


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2])
