"""The examples of docs/searching.md are read without complaint, and find what is in the samples."""

import re
from pathlib import Path

import pytest
import yaml

from index.documents import document
from index.engines import open_engine
from index.query.parser import parse

ROOT = Path(__file__).resolve().parents[2]
TYPED = re.findall(r"(?m)^\| (`.*?) \| ", (ROOT / "docs" / "searching.md").read_text("utf-8"))
EXAMPLES = [example for cell in TYPED for example in re.findall(r"`([^`]+)`", cell)]
NOT_IN_THE_SAMPLES = re.compile(r"source:|author:|date:|topic:|note:|is:")


@pytest.fixture(scope="module")
def engine(tmp_path_factory, samples):
    aliases = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))["aliases"]
    engine = open_engine(tmp_path_factory.mktemp("index") / "i", aliases=aliases, writable=True)
    documents = [document(stamp, article) for stamp, article in samples]
    engine.update(documents, [], on_batch=lambda _: None, should_stop=lambda: False)
    return engine


def test_the_examples_are_there():
    assert len(EXAMPLES) >= 18


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_query_that_works(engine, example):
    query = parse(example)
    assert query.problems == ()
    if not NOT_IN_THE_SAMPLES.match(example):
        assert engine.search(query).total > 0


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("US", 5),
        ("Schoigu", 3),
        ("Shoigu", 3),
        ("Pyongyang", 5),
        ("Pjoengjang", 5),
        ("Demokratische Volksrepublik Korea", 5),
    ],
)
def test_names_find_each_other_with_the_aliases_of_the_default_configuration(
    engine, query, articles
):
    assert engine.search(parse(query)).total == articles
    assert engine.search(parse("sanctions")).total == engine.search(parse("Sanktionen")).total
