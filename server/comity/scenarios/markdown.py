"""Markdown from authors as HTML that is safe to show: the only place where their words become markup."""

from functools import lru_cache
from typing import Final

import nh3
from markdown_it import MarkdownIt

TAGS: Final = frozenset(
    (
        *("h1", "h2", "h3", "h4", "p", "br", "hr", "em", "strong", "code", "pre", "blockquote"),
        *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a"),
    )
)
"""No images: a picture from elsewhere tells that server who reads."""

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=256)
def html(markdown: str) -> str:
    """Safe HTML: none of the author's own markup, no images, links to http(s) only that give nothing away."""
    return nh3.clean(
        _MARKDOWN.render(markdown),
        tags=set(TAGS),
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel="noopener nofollow",
        attribute_filter=_whole_addresses,
    )


def _whole_addresses(_tag: str, attribute: str, value: str) -> str | None:
    """Links lead to a whole address; `//elsewhere` and `/api/...` are none, and would depend on our own."""
    is_whole = value.lower().startswith(("http://", "https://"))
    return value if attribute != "href" or is_whole else None
