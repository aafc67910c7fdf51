"""What the tags of HTML do to the text around them."""

from __future__ import annotations

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

VOID_TAGS = frozenset({
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip

BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr",
    "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option", "p",
    "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
})  # fmt: skip

INLINE_TAGS = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del",
    "dfn", "em", "font", "form", "i", "ins", "kbd", "label", "mark", "marquee", "nobr", "o:p",
    "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "st1:chsdate", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var",
})  # fmt: skip
"""They leave no trace in the tree. ``form`` is among them: old pages open and close it across
tables, and some wrap the whole page in one."""

UNREAD_TAGS = frozenset({
    "iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp",
})  # fmt: skip
"""What lies in them is no markup, and none of it is read."""

HIDDEN_TAGS = frozenset({
    "audio", "button", "canvas", "datalist", "map", "math", "object", "select", "svg", "template",
    "video",
})  # fmt: skip

FENCES = frozenset({"table", "td", "th", "caption", "template", "object"})
"""An end tag inside one of these closes nothing outside it."""

ENDS_PARAGRAPH = BLOCK_TAGS - {
    "body", "br", "caption", "head", "html", "legend", "option", "optgroup", "summary",
    "tbody", "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip

CLOSED_BY: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "body": (("head", ()),),
    "li": (("li", ("ul", "ol", "menu", "dir", "table", "td")),),
    "dd": (("dd", ("dl", "table", "td")), ("dt", ("dl", "table", "td"))),
    "dt": (("dd", ("dl", "table", "td")), ("dt", ("dl", "table", "td"))),
    "option": (("option", ("select",)),),
    "tr": (("tr", ("table",)),),
    "td": (("td", ("tr", "table")), ("th", ("tr", "table"))),
    "th": (("td", ("tr", "table")), ("th", ("tr", "table"))),
    "tbody": (("tbody", ("table",)), ("thead", ("table",)), ("tr", ("table",))),
    "thead": (("tbody", ("table",)), ("tr", ("table",))),
    "tfoot": (("tbody", ("table",)), ("thead", ("table",)), ("tr", ("table",))),
}
"""By opening tag: which open element it ends, unless one of the others was opened since."""
