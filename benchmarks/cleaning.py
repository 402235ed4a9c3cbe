"""How well and how fast texts and pages are cleaned.

    python benchmarks/cleaning.py [--shared ../shared] [--json]

Three measurements: the share of the gold records' quotes that the clean document keeps where the coder reads; the same
articles written into pages of three styles (semantic elements; a table and line breaks; links, unclosed tags and character
references), with how much of the extractor's text finds its place in the page and how much of the article comes back; and
processor time per document. The pages are made here, since no corpus of pages may be shipped.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from roznamcha.clean import clean
from roznamcha.clean.align import compact
from roznamcha.clean.article import find_article
from roznamcha.clean.blocks import READABLE
from roznamcha.model import Document, Source
from roznamcha.read import discover

SETS = ("satp.train", "satp.dev", "long.train", "long.dev", "world.train", "world.dev")
NAVIGATION = "<ul>" + "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(25)) + "</ul>"
SIDE = (
    "<h4>Most read</h4><ul>"
    + "".join(f'<li><a href="/s{n}">A story of another day, number {n}</a></li>' for n in range(8))
    + "</ul>"
)


def quotes(value: object) -> Iterator[str]:
    """List every quote of a gold record."""
    if isinstance(value, list):
        for item in value:
            yield from quotes(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("quotes", "names"):
                yield from item
            elif key in ("quote", "anchor", "by", "source") and isinstance(item, str):
                yield item
            else:
                yield from quotes(item)


def survival(shared: Path, name: str) -> dict[str, object]:
    """Measure how many gold quotes stay in blocks that the coder reads, and what cleaning costs."""
    gold = {row["id"]: row for row in map(json.loads, (shared / "gold" / f"{name}.gold.jsonl").read_text().splitlines())}
    kept = total = changed = documents = 0
    spent = 0.0
    for source in discover([shared / "gold" / f"{name}.texts.jsonl"]):
        assert isinstance(source, Source)
        before = time.process_time()
        document, _ = clean(source)
        spent += time.process_time() - before
        assert document is not None
        documents += 1
        changed += document.text != source.text
        here = [quote for quote in quotes(gold.get(source.name)) if quote in source.text]
        total += len(here)
        kept += sum(is_read(document, quote) for quote in here)
    return {
        "set": name,
        "documents": documents,
        "quotes": total,
        "kept": round(kept / total, 5),
        "texts changed": changed,
        "ms": round(1000 * spent / documents, 2),
    }


def is_read(document: Document, quote: str) -> bool:
    """Tell whether every word of the quote stands in a readable block, at one of the places where it occurs."""
    at = document.text.find(quote)
    while at >= 0:
        end = at + len(quote)
        read = sum(max(0, min(end, b.end) - max(at, b.start)) for b in document.blocks if b.kind in READABLE)
        if read >= len(quote) - quote.count("\n") * 2:
            return True
        at = document.text.find(quote, at + 1)
    return False


def semantic(title: str, parts: list[str]) -> str:
    """Write a page as the HTML standard would have it."""
    body = "".join(f"<p>{html.escape(part)}</p>\n" for part in parts)
    return (
        f"<html><body><nav>{NAVIGATION}</nav><main><article><h1>{html.escape(title)}</h1>{body}</article></main>"
        f"<aside>{SIDE}</aside><footer>Contact us</footer></body></html>"
    )


def table_and_breaks(title: str, parts: list[str]) -> str:
    """Write a page as they were around 2000."""
    body = "<br><br>\n".join(html.escape(part) for part in parts)
    return (
        f"<html><body><table><tr><td>{NAVIGATION}</td><td><div id=story><b>{html.escape(title)}</b><br>{body}</div></td>"
        f"<td>{SIDE}</td></tr></table></body></html>"
    )


def links_and_references(title: str, parts: list[str]) -> str:
    """Write a page with links and bold words in the text, lines broken anywhere, tags unclosed."""
    body = "".join(f"<p class=par>{_decorated(part)}\n" for part in parts)
    return (
        f"<html><body><div class=nav>{NAVIGATION}</div><div class=content><h1>{html.escape(title)}</h1>"
        f"<div class=entry>{body}</div></div><div class=sidebar>{SIDE}</div></body></html>"
    )


def _decorated(part: str) -> str:
    words = [html.escape(word) for word in part.split(" ")]
    if len(words) > 8:
        words[3], words[5] = f'<a href="/l">{words[3]}</a>', f"<strong>{words[5]}</strong>"
    lines = "\n".join(" ".join(words[at : at + 9]) for at in range(0, len(words), 9))
    return lines.replace("’", "&rsquo;").replace("—", "&#8212;")


def alignment(rows: list[dict[str, str]], write: Callable[[str, list[str]], str]) -> dict[str, object]:
    """Measure what comes back of articles written into pages."""
    covered: list[float] = []
    recalled: list[float] = []
    spent = 0.0
    for row in rows:
        parts = [part.strip() for part in row["text"].split("\n") if part.strip()]
        page = write(row["title"], parts)
        before = time.process_time()
        article = find_article(page)
        spent += time.process_time() - before
        assert not isinstance(article, str)
        covered.append(article.coverage)
        written = [compact(part) for part in parts if len(part) > 40]
        found = compact(article.draft.text)
        recalled.append(sum(len(part) for part in written if part in found) / sum(map(len, written)))
    return {
        "pages": write.__name__,
        "number": len(rows),
        "aligned": round(sum(covered) / len(covered), 5),
        "least": round(min(covered), 3),
        "recall": round(sum(recalled) / len(recalled), 5),
        "ms": round(1000 * spent / len(rows), 2),
    }


def typical_text() -> dict[str, object]:
    """Time a clean text of 500 words, once without and once with naming the language."""
    words = "gunmen opened fire on a police patrol near the old city and fled while officers said nobody had claimed it".split()
    shuffled = random.Random(1)
    text = "\n\n".join(" ".join(shuffled.choices(words, k=55)).capitalize() + "." for _ in range(9))
    data = text.encode()
    source = Source(hashlib.sha256(data).hexdigest(), "x", "x", "text", data, text, stated=(("language", "en"),))
    return {
        "words": len(text.split()),
        "ms": _each(source),
        "ms with language": _each(Source(source.digest, "x", "x", "text", data, text)),
    }


def _each(source: Source) -> float:
    clean(source)
    before = time.process_time()
    for _ in range(50):
        clean(source)
    return round((time.process_time() - before) * 20, 2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    articles = [json.loads(line) for line in (options.shared / "data/gva/articles.dev.jsonl").read_text().splitlines()]
    long = [row for row in articles if len(row["text"]) > 600 and row.get("title")][:300]
    rows: list[dict[str, object]] = [survival(options.shared, name) for name in SETS]
    rows += [alignment(long, write) for write in (semantic, table_and_breaks, links_and_references)]
    rows.append(typical_text())
    for row in rows:
        print(json.dumps(row) if options.json else "  ".join(f"{key} {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
