"""How the HTML report looks: colours of topics on light and dark, and the style of the page."""

import re
from collections.abc import Sequence

from annotations.topics import ON_DARK, ON_LIGHT, Topic

_NAMES = tuple(ON_LIGHT)
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DARK = "@media screen and (prefers-color-scheme:dark)"
_NOTE = "var(--faint)"


class Colours:
    """The colour of each topic: the configured one, else one of eight in turn."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._at = {topic.name: at for at, topic in enumerate(topics)}
        self._colours = [
            topic.colour or _NAMES[at % len(_NAMES)] for at, topic in enumerate(topics)
        ]

    def of_topic(self, topic: str) -> str:
        """A CSS colour that follows light and dark."""
        return f"var(--t{self._at[topic]})" if topic in self._at else _NOTE

    def of(self, topics: Sequence[str]) -> str:
        """The colour of the first of some topics; without one, that of a note."""
        return self.of_topic(topics[0]) if topics else _NOTE

    def stripes(self, topics: Sequence[str]) -> str:
        """The CSS of words with these topics: tinted by the first, a line below for each."""
        colours = [self.of_topic(topic) for topic in topics] or [_NOTE]
        layers = [
            f"linear-gradient({colour},{colour}) 0 calc(100% - {at * 4}px)/100% 2px no-repeat"
            for at, colour in enumerate(colours)
        ]
        tint = f"color-mix(in srgb,{colours[0]} 16%,transparent)"
        room = max(0, len(colours) - 1) * 4 + 1
        return f"background:{','.join(layers)};background-color:{tint};padding-bottom:{room}px"

    def variables(self) -> str:
        """The CSS that says what each colour is, on light and on dark."""
        light = self._declared(ON_LIGHT)
        dark = self._declared(ON_DARK)
        return f":root{{{light}}}{_DARK}{{:root{{{dark}}}}}"

    def _declared(self, known: dict[str, str]) -> str:
        values = (known.get(each) or each for each in self._colours)
        valid = (each if _HEX.fullmatch(each) else known["blue"] for each in values)
        return "".join(f"--t{at}:{value};" for at, value in enumerate(valid))


STYLE = """
:root{color-scheme:light dark;--ink:#24211b;--faint:#6d6555;--line:#ddd6c7;--page:#fdfbf6;
--card:#f6f2e8}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e4ded1;--faint:#a49b88;--line:#3d3a33;
--page:#1b1a17;--card:#24221e}}
*{box-sizing:border-box}
html{scroll-padding-top:1.5rem}
body{margin:0 auto;padding:2.5rem 1.25rem 6rem;max-width:46rem;background:var(--page);
color:var(--ink);font:17px/1.6 Charter,"Bitstream Charter","Source Serif 4",Georgia,
"DejaVu Serif",serif;
overflow-wrap:break-word;-webkit-text-size-adjust:100%}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.3rem;line-height:1.3;margin:3.2rem 0 .6rem;padding-top:.7rem;
border-top:2px solid var(--line)}
h3{font-size:1.12rem;line-height:1.35;margin:1.6rem 0 .3rem}
h4{font-size:1rem;margin:1.3rem 0 .2rem}
h2 .count,nav .count{color:var(--faint);font-weight:normal}
h2 .dot,nav .dot{display:inline-block;width:.62em;height:.62em;border-radius:50%;margin-right:.45em}
p{margin:.55rem 0}
a{color:inherit;text-decoration-color:var(--faint);text-underline-offset:.15em}
.meta,.facts,figcaption,nav,.byline,.dateline,.caption,footer{font-family:system-ui,sans-serif;
font-size:.82rem;line-height:1.5;color:var(--faint)}
nav{columns:2 15rem;margin:1.4rem 0 0;padding:.8rem 1rem;background:var(--card);border-radius:6px}
nav a{display:block;text-decoration:none;break-inside:avoid;padding:.1rem 0}
nav a:hover{text-decoration:underline}
figure{margin:1.6rem 0;overflow-x:auto}
figcaption{margin-bottom:.5rem;color:var(--ink);font-weight:600}
svg{display:block;max-width:100%;height:auto}
svg.wide{max-width:none}
svg text{font:13px system-ui,sans-serif;fill:currentColor}
svg .axis{stroke:var(--line)}
.entry{margin:1.5rem 0;break-inside:avoid}
blockquote{margin:0;padding:.1rem 0 .1rem .9rem;border-left:3px solid var(--faint)}
.note{margin:.5rem 0 .3rem .9rem;padding:.45rem .75rem;background:var(--card);border-radius:4px;
font-size:.94rem}
.facts{margin:.35rem 0 0 .95rem}
.facts .topic{white-space:nowrap}
.doubt{font-style:italic}
article{margin-top:2.8rem}
article>h3:first-child{font-size:1.3rem;margin-bottom:.1rem}
.dimmed{opacity:.55}
.list{padding-left:1.1em;text-indent:-.9em}
mark{color:inherit;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.end{font:600 .62rem/1 system-ui,sans-serif;text-decoration:none;vertical-align:.55em;
white-space:nowrap}
.end:hover{text-decoration:underline}
:target{outline:2px solid var(--faint);outline-offset:4px;border-radius:2px}
footer{margin-top:4rem}
@media print{body{max-width:none;padding:0;font-size:10.5pt;background:none}
nav,footer{display:none}h2,h3,h4{break-after:avoid}article{break-before:auto}
mark,rect,.dot,.note{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{text-decoration:none}}
"""
