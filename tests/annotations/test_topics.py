"""Topics are validated where they stand in the configuration."""

import msgspec
import pytest

from annotations.topics import Topic, clashes
from annotations.yaml import strict as strict_yaml

CONFIG = b"""\
topics:
- name: summits
  key: 1
- name: sanctions
  key: 12
"""


def test_a_wrong_key_is_named_with_its_line() -> None:
    node = strict_yaml.load(CONFIG)
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(node.value["topics"], list[Topic])
    assert isinstance(node.children, dict)
    line, key, message = strict_yaml.explain(caught.value, node.children["topics"])
    assert (line, key, message) == (5, "[1].key", "expected a whole number <= 9")


def test_clashes_name_the_topic_that_was_first() -> None:
    topics = [Topic("Summits", 1, "s"), Topic("sanctions", 1, "s"), Topic("summits"), Topic("arms")]
    assert clashes(topics) == [
        (1, "key", "key 1 already belongs to the topic `Summits`"),
        (1, "letter", "letter s already belongs to the topic `Summits`"),
        (2, "name", "name summits already belongs to the topic `Summits`"),
    ]
