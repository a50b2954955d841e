"""Files with very many of something take as long as they are large, and not the square of it.

python benchmarks/imports_of_many.py

Reads files with 600 and 6,000 topics of a passage, selectors, codings and notes; fails where ten
times as many take more than thirty times as long.
"""

import json
import sys
import time
from collections.abc import Callable

from annotations.exchange.formats import FORMATS

LIMIT = 30


def table(count: int) -> bytes:
    rows = (f"a,1,x,t{number}\n" for number in range(count))
    return ("path,id,quote,code\n" + "".join(rows)).encode()


def selectors(count: int) -> bytes:
    several = [{"type": f"S{number}"} for number in range(count)]
    target = {"source": "a", "selector": several}
    item = {"@context": "x", "type": "Annotation", "bodyValue": "x", "target": target}
    return json.dumps(item).encode()


def codings(count: int) -> bytes:
    codes = "".join(f'<Code guid="{number}" name="{number}"/>' for number in range(count))
    coded = "".join(f'<Coding><CodeRef targetGUID="{number}"/></Coding>' for number in range(count))
    source = f'<Sources><TextSource name="a">{coded}</TextSource></Sources>'
    return f"<Project><CodeBook><Codes>{codes}</Codes></CodeBook>{source}</Project>".encode()


def notes(count: int) -> bytes:
    references = "".join(f'<NoteRef targetGUID="{number}"/>' for number in range(count))
    texts = "".join(
        f'<Note guid="{number}"><PlainTextContent>n{number}</PlainTextContent></Note>'
        for number in range(count)
    )
    passage = f'<PlainTextSelection startPosition="1" endPosition="2">{references}'
    source = f'<Sources><TextSource name="a">{passage}</PlainTextSelection></TextSource></Sources>'
    return f"<Project>{source}<Notes>{texts}</Notes></Project>".encode()


def took(name: str, data: bytes) -> float:
    began = time.process_time()
    FORMATS[name].read(data, "file")
    return time.process_time() - began


def main() -> None:
    failed = False
    kinds: list[tuple[str, Callable[[int], bytes]]] = [
        *(("csv", table), ("w3c", selectors), ("qdpx", codings), ("qdpx", notes))
    ]
    for name, make in kinds:
        took(name, make(10))  # imports
        few = min(took(name, make(600)) for _ in range(5))
        ratio = took(name, make(6000)) / few
        failed |= ratio > LIMIT
        print(f"{name} {make.__name__}: ten times as many take {ratio:.0f} times as long")
    sys.exit(failed)


if __name__ == "__main__":
    main()
