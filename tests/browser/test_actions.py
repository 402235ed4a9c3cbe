"""How many actions a decision takes: counted by the hands that take them; `docs/review.md` states the same numbers."""

from __future__ import annotations

import pytest

from browser_hands import Hands
from browser_tab import Tab, bombing, read

pytestmark = pytest.mark.browser

KILLED = ".cell-killed .claim"


def confirm_preview(tab: Tab, hands: Hands, page: str) -> None:
    """Wait for the preview of a merge or a split, which shows changes and holds the focus, and confirm it."""
    tab.page.wait_for_url(f"**/{page}?*")
    assert tab.page.locator("tr.changes").count() > 0
    tab.page.wait_for_selector("button.main:focus")
    with tab.page.expect_navigation():
        hands.key("Enter")


def test_an_incident_is_confirmed_in_one(tab: Tab) -> None:
    tab.open("/review")
    first = tab.page.locator(".sheet").get_attribute("data-incident")
    hands = Hands(tab.page)
    with tab.page.expect_navigation():
        hands.key("Shift+Enter")
    states = {line["id"]: line["state"] for line in read(tab, "/incidents.json")["incidents"]}
    assert (states[first], hands.actions) == ("confirmed", 1)


def test_the_value_in_focus_is_confirmed_in_one(tab: Tab) -> None:
    tab.open(f"/incidents/{bombing(tab)}")
    tab.page.locator(KILLED).first.focus()
    hands = Hands(tab.page)
    with tab.page.expect_navigation():
        hands.key("Enter")
    assert "confirmed" in tab.page.locator(KILLED).first.inner_text()
    assert hands.actions == 1


def test_the_value_in_focus_is_corrected_in_three_and_that_undone_in_one(tab: Tab) -> None:
    tab.open(f"/incidents/{bombing(tab)}")
    tab.page.locator(KILLED).first.focus()
    hands = Hands(tab.page)
    hands.key("c")
    hands.type("9")
    with tab.page.expect_navigation():
        hands.key("Enter")
    assert tab.page.locator(f"{KILLED} .value").first.inner_text() == "9"
    assert hands.actions == 3
    with tab.page.expect_navigation():
        hands.key("z")
    assert tab.page.locator(f"{KILLED} .value").first.inner_text() != "9"
    assert hands.actions == 4


def test_a_value_is_corrected_with_other_words_as_evidence_in_five(tab: Tab) -> None:
    document = read(tab, "/documents.json?publisher=The%20Day")["documents"][0]["id"]
    killed = next(line["id"] for line in _claims(tab, document) if line["field"] == "killed")
    tab.open(f"/documents/{document}")
    hands = Hands(tab.page)
    hands.drag_over("7 people")
    hands.click(f"#claim-{killed}")
    hands.key("c")
    hands.type("8")
    with tab.page.expect_navigation():
        hands.key("Enter")
    line = next(line for line in _claims(tab, document) if line["id"] == killed)
    assert (line["value"], line["spans"][0]["text"], hands.actions) == ("8", "7 people", 5)


def test_a_value_that_was_missed_is_added_in_six(tab: Tab) -> None:
    document = read(tab, "/documents.json?publisher=The%20Day")["documents"][0]["id"]
    tab.open(f"/documents/{document}")
    hands = Hands(tab.page)
    hands.drag_over("teacher")
    hands.key("a")
    hands.type("inj")
    hands.key("Tab")
    hands.type("1")
    with tab.page.expect_navigation():
        hands.key("Enter")
    added = next(line for line in _claims(tab, document) if line["field"] == "injured")
    assert (added["value"], added["spans"][0]["text"], hands.actions) == ("1", "teacher", 6)


def test_two_incidents_are_merged_by_id_with_a_preview_in_four(tab: Tab) -> None:
    one, other = (line["id"] for line in read(tab, "/incidents.json")["incidents"])
    tab.open(f"/incidents/{one}")
    hands = Hands(tab.page)
    hands.click("#merge input[name=other]")
    hands.type(other)
    hands.key("Enter")
    confirm_preview(tab, hands, "merge")
    assert (read(tab, "/incidents.json")["total"], hands.actions) == (1, 4)


def test_a_report_is_split_off_with_a_preview_in_three_and_brought_back(tab: Tab) -> None:
    tab.open(f"/incidents/{bombing(tab)}")
    hands = Hands(tab.page)
    hands.click("input[name=reports]")
    hands.key("Enter")
    confirm_preview(tab, hands, "split")
    assert (read(tab, "/incidents.json")["total"], hands.actions) == (3, 3)
    tab.open("/decisions")
    with tab.page.expect_navigation():
        tab.page.click("table button")
    assert read(tab, "/incidents.json")["total"] == 2


def _claims(tab: Tab, document: str) -> list[dict[str, object]]:
    return read(tab, f"/documents/{document}.json")["reports"][0]["claims"]  # type: ignore[no-any-return]
