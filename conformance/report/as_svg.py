"""The verdict as a badge, in the flat style of badges everywhere."""

from __future__ import annotations

from xml.etree import ElementTree

from .model import Run
from .words import overall, visible, worst

LABEL = "response API"
#: Dark enough for white text (contrast of at least 4.5, WCAG 2 §1.4.3).
COLOURS = {"conforms": "#2e7d32", "fails": "#c62828", "inconclusive": "#6b6b6b"}
_LABEL_COLOUR = "#4b4b4b"
_HEIGHT, _PADDING = 20, 6
#: Advance widths of Verdana at 11 pixels; what is not named has that of a digit.
_WIDTHS = {" ": 3.9, "A": 7.5, "I": 4.6, "P": 6.6, "i": 3.0, "m": 10.7, "w": 9.0}
_WIDTHS |= dict.fromkeys("aeo", 6.6) | dict.fromkeys("cs", 5.7) | dict.fromkeys("frt", 4.3)
_DIGIT = 7.0


def text(runs: list[Run]) -> str:
    message, colour = _message(runs), COLOURS[worst(runs)]
    title = " ".join(visible("; ".join(run.sentence for run in runs)).split())
    left, right = (_width(part) + 2 * _PADDING for part in (LABEL, message))
    svg = ElementTree.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "width": f"{left + right}", "height": f"{_HEIGHT}"}
        | {"viewBox": f"0 0 {left + right} {_HEIGHT}", "role": "img", "aria-label": title},
    )
    _add(svg, "title").text = title
    clip = _add(_add(svg, "clipPath", id="round"), "rect", rx="3")
    shade = _add(svg, "linearGradient", id="shade", x2="0", y2="100%")
    _add(shade, "stop", {"stop-color": "#bbb", "stop-opacity": ".1"}, offset="0")
    _add(shade, "stop", {"stop-opacity": ".1"}, offset="1")
    body = _add(svg, "g", {"clip-path": "url(#round)"})
    for rect, x, width, fill in (
        (clip, 0, left + right, None),
        (_add(body, "rect"), 0, left, _LABEL_COLOUR),
        (_add(body, "rect"), left, right, colour),
        (_add(body, "rect"), 0, left + right, "url(#shade)"),
    ):
        rect.attrib |= {"x": f"{x}", "width": f"{width}", "height": f"{_HEIGHT}"}
        if fill:
            rect.set("fill", fill)
    words = _add(
        svg,
        "g",
        {"fill": "#fff", "text-anchor": "middle", "font-size": "11"},
        **{"font-family": "Verdana,Geneva,DejaVu Sans,sans-serif", "aria-hidden": "true"},
    )
    for part, x, width in ((LABEL, 0, left), (message, left, right)):
        # A reader without this font stretches or squeezes the text to the width meant.
        _add(
            words, "text", x=f"{x + width / 2:g}", y="14", textLength=f"{width - 2 * _PADDING}"
        ).text = part
    return ElementTree.tostring(svg, encoding="unicode") + "\n"


def _message(runs: list[Run]) -> str:
    if worst(runs) == "conforms":
        return "conforms"
    if len(runs) > 1:
        return overall(runs)
    obeyed, asked = runs[0].score
    return f"{obeyed} of {asked}" if asked else "nothing was run"


def _add(
    parent: ElementTree.Element, tag: str, attributes: dict[str, str] | None = None, **more: str
) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, {**(attributes or {}), **more})


def _width(text: str) -> int:
    """About how wide `text`, which is ours, is in Verdana of 11 pixels."""
    return round(sum(_WIDTHS.get(one, _DIGIT) for one in text))
