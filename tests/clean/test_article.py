from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roznamcha.clean import clean
from roznamcha.clean.align import align
from roznamcha.clean.article import find_article
from roznamcha.clean.markup import scan
from roznamcha.model import Document, Source

CASES = Path(__file__).parents[1] / "cases" / "clean"
Make = Callable[..., Source]
Check = Callable[[Source, Document], None]
REPORT = "<p>Gunmen killed two policemen in Quetta on Friday, officials said. The attack took place near a market.</p>"


def test_a_dirty_page_is_taken_apart(make_source: Make, check_promises: Check) -> None:
    source = make_source((CASES / "dirty_page.html").read_bytes(), "html")
    document, issues = clean(source)
    assert document is not None and issues == ()
    assert [(block.kind, document.text[block.start : block.end][:28]) for block in document.blocks] == [
        ("title", "Market bombed in Quetta"),
        ("repeat", '"We ran for our lives and le'),
        ("dateline", "QUETTA, Pakistan —"),
        ("body", "A bomb tore through a crowde"),
        ("caption", "Soldiers stand guard near th"),
        ("credit", "Bilal Shah / Reuters"),
        ("body", "No group claimed the attack."),
        ("repeat", "We ran for our lives and lef"),
        ("body", "Rahim Jan, a trader, said: “"),
        ("body", "He was found later."),
        ("body", "The wounded were taken to th"),
    ]
    check_promises(source, document)


def test_facts_of_a_page_stand_with_the_place_that_says_them(make_source: Make) -> None:
    source = make_source((CASES / "dirty_page.html").read_bytes(), "html")
    document, _ = clean(source, published="2011-01-01")
    assert document is not None
    facts = {"title": document.title, "publisher": document.publisher, "author": document.author, "published": document.published}
    assert {name: fact.value for name, fact in facts.items() if fact} == {
        "title": "Market bombed in Quetta",
        "publisher": "The Valley Post",
        "author": "Amina Noor",
        "published": "2014-02-15T09:30:00+05:00",
    }
    for fact in facts.values():
        assert fact is not None and fact.source_span is not None
        assert source.text[slice(*fact.source_span)] == fact.value


def test_what_a_page_has_beside_its_article_is_recorded_with_the_reason(make_source: Make) -> None:
    document, _ = clean(make_source((CASES / "dirty_page.html").read_bytes(), "html"))
    assert document is not None
    dropped = {gone.text: gone.reason for gone in document.dropped}
    assert dropped["Home World"] == "navigation"
    assert dropped["Share on Facebook Tweet Email"] == "share links"
    assert dropped["Read more: Six held after raid in Pishin"] == "read more"
    assert dropped["Blast in Chaman kills two"] == "aside"
    assert dropped["© 2014 The Valley Post. All rights reserved."] == "copyright"


def test_a_span_of_clean_html_leads_to_the_bytes_of_the_page(make_source: Make) -> None:
    source = make_source((CASES / "dirty_page.html").read_bytes(), "html")
    document, _ = clean(source)
    assert document is not None
    at = document.text.index("people & injuring at least twenty others")
    start, end = document.offsets.to_source(at, at + len("people & injuring at least twenty others"))
    assert source.data[slice(*source.byte_range(start, end))] == b"people &amp; injuring at least <b>twenty</b> others"


def test_a_fragment_without_a_page_is_an_article(make_source: Make) -> None:
    document, _ = clean(make_source("<p>Two killed in <b>Quetta</b>.</p><p>Nobody claimed it.</p>", "html"))
    assert document is not None
    assert document.text == "Two killed in Quetta.\n\nNobody claimed it."


def test_elements_that_hide_their_text_are_not_read() -> None:
    page = scan("<p>a<script>b</script><style>c</style><!-- d --><noscript>e</noscript>f</p><title>g</title>")
    assert [stretch.text for stretch in page.stretches] == ["af"]


def test_quoted_angle_brackets_and_unclosed_tags_do_not_break_the_scan() -> None:
    page = scan('<p title="a > b">one <i class=x>two</i> 3 < 4 &lt; 5<p>six<br>seven')
    assert [stretch.text for stretch in page.stretches] == ["one two 3 < 4 < 5", "six\nseven"]


def test_contexts_and_hints_come_from_the_elements_around() -> None:
    page = scan(
        "<nav><ul><li>a</ul></nav><h2>b</h2><figcaption>c <span class='photo-credit'>d</span></figcaption><footer>e</footer>"
    )
    assert [(s.text, s.context, s.hint) for s in page.stretches] == [
        ("a", "navigation", None),
        ("b", None, "heading"),
        ("c", None, "caption"),
        ("d", None, "credit"),
        ("e", "page footer", None),
    ]


_PARTS = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<br>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "&amp;",
            "&#8212;",
            "&nbsp;",
            "&bad",
            "<",
            ">",
            '"',
            "=",
            " ",
            "\n",
            "x",
            "é",
            "word ",
            "<a href='",
            "'>",
            "</",
            "<pre>",
            "</pre>",
            "<figcaption>",
            "<nav>",
            "</nav>",
            "\0",
            "\ud800",
        ]
    ),
    max_size=60,
).map("".join)


@given(_PARTS)
def test_every_character_of_a_scan_stands_for_its_place_in_the_source(source: str) -> None:
    last = 0
    for stretch in scan(source).stretches:
        assert stretch.text == stretch.text.strip() != ""
        at = 0
        for segment in stretch.segments:
            assert segment.clean_start == at < segment.clean_end
            assert last <= segment.source_start <= segment.source_end
            copied = segment.clean_end - segment.clean_start == segment.source_end - segment.source_start
            words = stretch.text[segment.clean_start : segment.clean_end]
            if copied and words.strip():
                assert source[segment.source_start : segment.source_end].split() == words.split()
            at, last = segment.clean_end, segment.source_end
        assert at == len(stretch.text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(parts=_PARTS)
def test_any_page_gives_a_document_that_keeps_its_promises_or_an_issue(
    parts: str, make_source: Make, check_promises: Check
) -> None:
    source = make_source(f"<html><body><article>{REPORT}{parts}{REPORT}</article>", "html")
    document, issues = clean(source)
    assert (document is None) == any(issue.level == "error" for issue in issues)
    if document is not None:
        check_promises(source, document)


@pytest.mark.parametrize(
    "page",
    ["<div>" * 1_000_000 + REPORT, "<html><body>" + "<p>x</p>" * 700_000, "<html><body><p>" + "x " * 3_000_000],
    ids=["a million nested tags", "a million tags", "six megabytes of text"],
)
def test_pages_that_no_one_wrote_are_one_issue(page: str, make_source: Make) -> None:
    document, issues = clean(make_source(page, "html"))
    assert document is None
    assert [issue.code for issue in issues] == ["bad-html"]


def test_a_page_nested_deeper_than_the_extractor_goes_is_still_read(make_source: Make) -> None:
    document, issues = clean(make_source("<html><body>" + "<div>" * 400 + REPORT + "</div>" * 400, "html"))
    assert document is not None and "Gunmen killed two policemen" in document.text
    assert issues == ()


def test_a_page_without_words_is_one_issue(make_source: Make) -> None:
    document, issues = clean(make_source("<html><body><script>x</script></body></html>", "html"))
    assert document is None
    assert [issue.code for issue in issues] == ["no-article"]


def test_a_teaser_in_the_navigation_does_not_take_the_paragraphs_place() -> None:
    paragraph = "Gunmen killed two policemen in Quetta on Friday."
    other = "Nobody claimed the attack on the police, they said."
    assert align(
        [paragraph, "World", "Intro of the story, told once only.", paragraph, other],
        f"Intro of the story, told once only. {paragraph} {other}",
    ).chosen == (2, 3, 4)


def test_a_paragraph_that_lost_a_link_in_extraction_is_still_found() -> None:
    stretches = [
        "Nav",
        "Gunmen killed two policemen (see our map of attacks here) in Quetta on Friday night, police said.",
        "Foot",
    ]
    assert align(stretches, "Gunmen killed two policemen in Quetta on Friday night, police said.").chosen == (1,)


def test_alignment_explains_all_of_a_usual_page() -> None:
    article = find_article((CASES / "dirty_page.html").read_text(encoding="utf-8"))
    assert not isinstance(article, str)
    assert article.coverage > 0.99
