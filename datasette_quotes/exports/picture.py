"""The timeline of a statement as an SVG document of its own: styles inside, light and dark, no script."""

from __future__ import annotations

from xml.etree import ElementTree

from datasette_quotes import labels
from datasette_quotes.exports.text import one_line, xml_text
from datasette_quotes.timeline import Mark, Timeline

SVG = "http://www.w3.org/2000/svg"
WIDTH = 900  # px
HEADING, FOOTING = 58, 46  # px above and below the chart
LEGEND_STEP = 124  # px at most between two items of the legend
TITLE = 96  # characters
INK, SOFT, LINE, GROUND = "#1c1f24", "#565d68", "#c9ced6", "#ffffff"
# Fill of every mark on a light and on a dark ground: at least 4.5:1 against it.
COLOURS = {
    "earliest": (INK, "#e4e7ec"),
    "repeats": ("#14568a", "#8cc4f5"),
    "excerpt": ("#0a6670", "#6ad7dc"),
    "reworded": ("#6a3aa5", "#cbb0ff"),
    "altered": ("#a03400", "#ffb27a"),
    "translation": ("#4d6500", "#c3dd6b"),
    "unknown": (SOFT, "#aab2bf"),
    "otherwise": ("#b01030", "#ff8a98"),
}
# Shapes around 0,0: element, attributes, whether it is drawn as a line.
_SHAPES: dict[str, tuple[tuple[str, dict[str, str], bool], ...]] = {
    "earliest": (("rect", {"x": "-6.5", "y": "-6.5", "width": "13", "height": "13"}, False),),
    "repeats": (("circle", {"r": "6.5"}, False),),
    "excerpt": (
        ("circle", {"r": "6", "stroke-width": "2"}, True),
        ("path", {"d": "M0-6.5A6.5 6.5 0 0 0 0 6.5Z"}, False),
    ),
    "reworded": (("path", {"d": "M0-7.5 8 6.5H-8Z"}, False),),
    "altered": (("path", {"d": "M0-8.5 8.5 0 0 8.5-8.5 0Z"}, False),),
    "translation": (("path", {"d": "M0-7.5 7.5-2 4.6 6.6H-4.6L-7.5-2Z"}, False),),
    "otherwise": (("path", {"d": "M-5.5-5.5 5.5 5.5M5.5-5.5-5.5 5.5", "stroke-width": "3.5"}, True),),
    "unknown": (("circle", {"r": "5.5", "stroke-width": "2.5"}, True),),
}


def picture(chart: Timeline, shapes: tuple[tuple[str, str], ...], title: str, by: str, status: str, page: str) -> str:
    """The document. Marks lead to their rows on the page, whose address is `page`; light colours need no styles."""
    ElementTree.register_namespace("", SVG)
    height = HEADING + chart.height + FOOTING
    root = ElementTree.Element(
        f"{{{SVG}}}svg",
        {
            "width": str(WIDTH),
            "height": str(height),
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "aria-labelledby": "title desc",
            "font-family": "system-ui, sans-serif",
            "font-size": "13",
        },
    )
    _add(root, "title", text=f"When each outlet carried these words: {title}", id="title")
    _add(root, "desc", text=f"{by}. {status}. Time runs from left to right, one line for each outlet.", id="desc")
    _add(root, "style", text=_style())
    _add(root, "rect", c="ground", fill=GROUND, width="100%", height="100%")
    _add(root, "text", c="ink", text=title, fill=INK, x="16", y="26", font_size="16", font_weight="600")
    _add(root, "text", c="soft", text=by, fill=SOFT, x="16", y="46")
    drawn = _add(root, "svg", y=str(HEADING), width="100%", height=str(chart.height), overflow="visible")
    _lines(drawn, chart)
    for mark in chart.marks:
        _mark(drawn, mark, page)
    _legend(root, shapes, HEADING + chart.height + 12)
    _add(root, "text", c="soft", text=status, fill=SOFT, x="16", y=str(height - 10), font_size="12")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _lines(drawn: ElementTree.Element, chart: Timeline) -> None:
    """Axis, outlets, and the joins of copies."""
    ticks = [(tick.x, tick.label, tick.align) for tick in chart.ticks]
    if chart.undated_x is not None:
        ticks.append((chart.undated_x, "undated", "middle"))
    for x, label, align in ticks:
        _add(drawn, "line", c="line", stroke=LINE, x1=f"{x}%", x2=f"{x}%", y1="22", y2=str(chart.height - 8))
        _add(drawn, "text", c="soft", text=label, fill=SOFT, x=f"{x}%", y="14", text_anchor=align, font_size="12")
    for row in chart.rows:
        _add(drawn, "line", c="line", stroke=LINE, x1="0", x2="100%", y1=str(row.y), y2=str(row.y))
        _add(drawn, "text", c="ink", text=row.name, fill=INK, x="16", y=str(row.y - 18))
    for join in chart.joins:
        ends = {"x1": f"{join.x1}%", "x2": f"{join.x2}%", "y1": str(join.y1), "y2": str(join.y2)}
        _add(drawn, "line", c="join", stroke=SOFT, stroke_dasharray="4 4", **ends)


def _mark(drawn: ElementTree.Element, mark: Mark, page: str) -> None:
    more = f", and {mark.count - 1} more" if mark.count > 1 else ""
    link = _add(drawn, "a", href=f"{page}#{mark.anchor}")
    _add(link, "title", text=f"{mark.label}{more}")
    if mark.bar:
        where = {"x": f"{mark.bar[0]}%", "y": str(mark.y - 5), "width": f"{mark.bar[1]}%", "height": "10", "rx": "5"}
        _add(link, "rect", c=f"m-{mark.shape}", fill=COLOURS[mark.shape][0], fill_opacity="0.3", **where)
    placed = _add(link, "svg", x=f"{mark.x}%", y=str(mark.y), overflow="visible", width="1", height="1")
    _shape(placed, mark.shape)
    if mark.count > 1:
        _add(
            link, "text", c="soft", text=f"+{mark.count - 1}", fill=SOFT, x=f"{mark.x}%", y=str(mark.y), dx="12", dy="5"
        )


def _shape(parent: ElementTree.Element, name: str) -> None:
    colour = COLOURS[name][0]
    for element, attributes, drawn in _SHAPES[name]:
        if drawn:
            _add(parent, element, c=f"s-{name}", fill="none", stroke=colour, stroke_linecap="round", **attributes)
        else:
            _add(parent, element, c=f"m-{name}", fill=colour, **attributes)


def _legend(root: ElementTree.Element, shapes: tuple[tuple[str, str], ...], y: int) -> None:
    step = min(LEGEND_STEP, (WIDTH - 24) // max(1, len(shapes)))
    for place, (name, words) in enumerate(shapes):
        x = 24 + place * step
        item = _add(root, "g", transform=f"translate({x} {y - 4})")
        _shape(item, name)
        _add(root, "text", c="soft", text=words, fill=SOFT, x=str(x + 14), y=str(y), font_size="12")


def _style() -> str:
    dark = [".ground{fill:#12161d}.ink{fill:#e4e7ec}.soft{fill:#aab2bf}.line{stroke:#3a424e}.join{stroke:#aab2bf}"]
    dark += [f".m-{name}{{fill:{colour}}}.s-{name}{{stroke:{colour}}}" for name, (_, colour) in COLOURS.items()]
    return f"@media (prefers-color-scheme: dark){{{''.join(dark)}}}"


def heading(text: str) -> str:
    """The quotation as the title of the picture: on one line, in marks, shortened."""
    return f"“{labels.shortened(labels.headline(one_line(text)), TITLE)}”"


def _add(
    parent: ElementTree.Element, name: str, *, c: str = "", text: str | None = None, **attributes: str
) -> ElementTree.Element:
    """A child element; "_" in the name of an attribute stands for "-", `c` is its class."""
    child = ElementTree.SubElement(parent, f"{{{SVG}}}{name}")
    for key, value in {**({"class": c} if c else {}), **attributes}.items():
        child.set(key.replace("_", "-"), xml_text(value))
    child.text = None if text is None else xml_text(text)
    return child
