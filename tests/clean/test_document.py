from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roznamcha.clean import apply_repairs, clean
from roznamcha.clean.blocks import READABLE
from roznamcha.model import Document, Source

CASES = Path(__file__).parents[1] / "cases" / "clean"
Make = Callable[..., Source]
Check = Callable[[Source, Document], None]


def cleaned(source: Source, published: str | None = None) -> Document:
    document, _ = clean(source, published=published)
    assert document is not None
    return document


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_a_dirty_article_is_taken_apart(make_source: Make, check_promises: Check) -> None:
    source = make_source((CASES / "dirty_article.txt").read_bytes())
    document = cleaned(source, "2015-03-05")
    expect = json.loads((CASES / "dirty_article.expect.json").read_text())
    found = kinds(document)
    assert [kind for kind, _ in found] == [kind for kind, _ in expect]
    for (kind, text), (_, words) in zip(found, expect, strict=True):
        assert text.startswith(words) if kind == "body" else text == words
    assert [gone.reason for gone in document.dropped] == ["browser notice", "share links", "read more", "copyright"]
    assert all(source.text[gone.source_start : gone.source_end] == gone.text for gone in document.dropped)
    assert document.title is not None and document.title.value.startswith("Silk Traders")
    assert document.published is not None and document.published.how == "--published"
    assert document.language is not None and document.language.value == "en"
    check_promises(source, document)


def test_the_plan_of_a_dirty_article_replays(make_source: Make) -> None:
    source = make_source((CASES / "dirty_article.txt").read_bytes())
    document = cleaned(source)
    assert {step.action for step in document.repairs} > {"escaped quote", "stray tag", "drop: browser notice"}
    assert apply_repairs(source.text, document.repairs) == document.text


def test_a_plan_of_another_text_is_refused(make_source: Make) -> None:
    document = cleaned(make_source("<p>Gunmen fled.</p>"))
    with pytest.raises(ValueError, match="the plan expects"):
        apply_repairs("Gunmen fled.", document.repairs)


@pytest.mark.parametrize(
    "text",
    [
        "Two policemen were killed in Quetta on Friday. Nobody claimed the attack.",
        "Two killed in Quetta\n\nGunmen killed two policemen in Quetta on Friday.\n\nNobody claimed the attack, police said.",
        "  Two killed, “no more” – said\u00a0he.\n",
    ],
)
def test_a_clean_text_comes_back_to_the_letter(text: str, make_source: Make, check_promises: Check) -> None:
    source = make_source(text)
    document = cleaned(source)
    assert document.text == text
    assert document.repairs == () and document.dropped == ()
    assert {kind for kind, _ in kinds(document)} <= {"title", "body"}
    check_promises(source, document)


def test_the_same_source_and_name_give_the_same_document(make_source: Make) -> None:
    source = make_source("Two policemen were killed in Quetta on Friday.")
    assert clean(source) == clean(source)
    assert cleaned(source).id != cleaned(make_source("Three policemen were killed.")).id


def test_the_container_states_title_publisher_and_date(make_source: Make) -> None:
    text = "Two killed in Quetta\n\nGunmen killed two policemen in Quetta on Friday night, police said."
    source = make_source(
        text, title="Two Killed in Quetta", publisher="Post", published="Sat, 15 Feb 2014 10:00:00 +0500", url="http://x/"
    )
    document = cleaned(source, "2011-01-01")
    assert document.title is not None and document.title.source_span == (0, 20)
    assert document.publisher is not None and document.publisher.value == "Post"
    assert document.published_day == "2014-02-15"
    assert document.url == "http://x/"


def test_a_date_line_gives_the_publication_date_with_its_place(make_source: Make) -> None:
    text = "Two killed in Quetta\n\nUpdated: 17 February 2014\n\nPublished 15 February 2014\n\nGunmen killed two policemen."
    document = cleaned(make_source(text), "2011-01-01")
    assert document.published is not None
    assert document.published.value == "2014-02-15"
    start, end = document.published.source_span or (0, 0)
    assert text[start:end] == "Published 15 February 2014"


def test_lines_under_a_headline_name_the_outlet_and_the_author(make_source: Make) -> None:
    text = "Two killed in Quetta\n\nPublished: 15 February 2014\nThe Valley Post\nBy Amina Noor\n\nGunmen killed two policemen."
    document = cleaned(make_source(text))
    assert [kind for kind, _ in kinds(document)] == ["title", "dateline", "heading", "credit", "body"]
    assert document.publisher is not None and document.publisher.value == "The Valley Post"
    assert document.author is not None and document.author.value == "Amina Noor"


def test_a_heading_inside_the_report_is_no_outlet(make_source: Make) -> None:
    text = "Two killed in Quetta\n\nGunmen killed two policemen.\n\nOther News\n\nA bomb hurt three people in Chaman."
    assert cleaned(make_source(text)).publisher is None


def test_without_any_date_the_publication_date_is_unknown(make_source: Make) -> None:
    assert cleaned(make_source("On 15 February 2014 gunmen killed two policemen.")).published is None


def test_a_bad_date_is_one_issue_and_the_document_is_kept(make_source: Make) -> None:
    document, issues = clean(make_source("Two policemen were killed.", published="some day"))
    assert document is not None and document.published is None
    assert [(issue.code, issue.level) for issue in issues] == [("bad-date", "warning")]


def test_nuls_are_taken_out_with_one_issue(make_source: Make, check_promises: Check) -> None:
    source = make_source("Two police\0men were\0 killed.")
    document, issues = clean(source)
    assert document is not None and document.text == "Two policemen were killed."
    assert [issue.code for issue in issues] == ["control-characters"]
    check_promises(source, document)


def test_broken_bytes_show_as_one_replacement_and_can_be_stored(make_source: Make, check_promises: Check) -> None:
    source = make_source("Città è là ".encode() + b"\xff\xfe ok")
    document = cleaned(source)
    assert document.text == "Città è là \ufffd ok"
    document.text.encode()
    assert all(step.old.encode() for step in document.repairs)
    assert apply_repairs(source.text, document.repairs) == document.text
    start, end = document.offsets.to_source(11, 12)
    assert source.data[slice(*source.byte_range(start, end))] == b"\xff\xfe"


def test_a_line_of_two_megabytes_is_one_issue(make_source: Make) -> None:
    document, issues = clean(make_source("Gunmen killed two men. " * 60_000))
    assert document is None
    assert [issue.code for issue in issues] == ["long-line"]


def test_a_text_of_nothing_but_furniture_is_one_issue(make_source: Make) -> None:
    document, issues = clean(make_source("Share\n\nAdvertisement\n\nRead more"))
    assert document is None
    assert [issue.code for issue in issues] == ["no-article"]


_WORDS = st.lists(
    st.sampled_from(
        [
            *"abc",
            "Two killed.",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "\0",
            '\\"',
            "<p>",
            "</p>",
            "&amp;",
            "Ã©",
            "“x”",
            "\u00a0",
            "\ud800",
            "Share",
            "Image: x\n",
            "QUETTA: ",
            "By Amina Noor\n",
            "2014-02-15\n",
            ".Amina Noor / Reuters\n",
            "Gunmen fled the old market on foot. ",
        ]
    ),
    max_size=40,
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=_WORDS)
def test_whatever_comes_in_the_promises_hold_and_the_plan_replays(text: str, make_source: Make, check_promises: Check) -> None:
    source = make_source(text)
    document, issues = clean(source)
    assert (document is None) == any(issue.level == "error" for issue in issues)
    if document is not None:
        check_promises(source, document)
        assert apply_repairs(source.text, document.repairs) == document.text
        document.text.encode()


def test_gold_quotes_stay_where_the_coder_reads(shared: Path) -> None:
    """No more than one in 200 quotes of the hand-coded records may be lost to captions, repeats and furniture."""
    from roznamcha.read import discover

    kept = total = 0
    for name in ("satp.dev", "long.dev", "world.dev"):
        gold = [json.loads(line) for line in (shared / "gold" / f"{name}.gold.jsonl").read_text().splitlines()]
        quotes = {row["id"]: list(_quotes(row)) for row in gold}
        for source in discover([shared / "gold" / f"{name}.texts.jsonl"]):
            assert isinstance(source, Source)
            document = cleaned(source)
            read = "\n".join(text for kind, text in kinds(document) if kind in READABLE)
            here = [quote for quote in quotes[source.name] if quote in source.text]
            total += len(here)
            kept += sum(quote in read or ("\n" in quote and quote in document.text) for quote in here)
    assert total > 2500
    assert kept / total >= 0.995


def _quotes(value: object) -> list[str]:
    if isinstance(value, list):
        return [quote for item in value for quote in _quotes(item)]
    if not isinstance(value, dict):
        return []
    own = [value[key] for key in ("quote", "anchor") if isinstance(value.get(key), str)]
    return own + [quote for key, item in value.items() if key not in ("quote", "anchor") for quote in _quotes(item)]
