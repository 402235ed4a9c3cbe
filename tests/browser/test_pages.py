"""The pages in a real browser: they open without a complaint, work by keyboard, and axe finds nothing to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser_hands import Hands
from browser_tab import Tab, bombing, read

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("/incidents", "/review", "/map", "/figures", "/sources", "/documents", "/decisions", "/agreement")


def all_pages(tab: Tab) -> tuple[str, ...]:
    document = read(tab, "/documents.json")["documents"][0]["id"]  # type: ignore[index]
    one, other = (line["id"] for line in read(tab, "/incidents.json")["incidents"])  # type: ignore[attr-defined]
    incident = bombing(tab)
    report = read(tab, f"/incidents/{incident}.json")["reports"][0]["id"]  # type: ignore[index]
    previews = (f"/merge?one={one}&other={other}", f"/split?incident={incident}&reports={report}")
    return (
        *PAGES,
        f"/incidents/{incident}",
        f"/incidents/{incident}?rule=most-conservative",
        f"/documents/{document}",
        *previews,
    )


def test_every_page_opens_without_a_complaint_or_a_foreign_request(tab: Tab) -> None:
    for path in all_pages(tab):
        tab.open(path)
        assert tab.page.locator("h1").count() >= 1, path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_to_mend(chromium: object, address: str, scheme: str, width: int) -> None:
    tab = Tab(chromium, address, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    found = []
    for path in all_pages(tab):
        tab.open(path)
        tab.page.add_script_tag(content=AXE.read_text())
        result = tab.page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
        found += [(path, fault["id"], fault["nodes"][0]["html"][:120]) for fault in result["violations"]]
    tab.context.close()
    assert found == []


def test_no_page_is_wider_than_a_phone(chromium: object, address: str) -> None:
    tab = Tab(chromium, address, viewport={"width": 390, "height": 800})
    wide = []
    for path in all_pages(tab):
        tab.open(path)
        if tab.page.evaluate("document.documentElement.scrollWidth") > 391:
            wide.append(path)
    tab.context.close()
    assert wide == []


def test_the_map_comes_to_rest_and_shows_its_point(tab: Tab) -> None:
    tab.open("/map")
    tab.page.wait_for_selector("#map[data-ready=yes]", timeout=60_000)
    assert tab.page.locator("#inview li").count() == 1
    assert "killed 7" in tab.page.locator("#inview li").inner_text()


def test_a_place_known_to_eight_kilometres_is_a_ring_with_its_number_and_no_dot(tab: Tab) -> None:
    tab.open("/map")
    tab.page.wait_for_selector("#map[data-ready=yes]", timeout=60_000)
    assert tab.page.locator("#map").get_attribute("data-areas") == "ring 1"
    assert tab.page.locator("#map").get_attribute("data-points") == "0"


def test_months_chosen_by_keyboard_stand_in_the_address_and_in_the_links(tab: Tab) -> None:
    tab.open("/map")
    tab.page.wait_for_selector("#map[data-ready=yes]", timeout=60_000)
    tab.page.fill("#months [name=from]", "2015-06")
    tab.page.locator("#months [name=from]").dispatch_event("change")
    tab.page.wait_for_url("**/map?from=2015-06")
    assert [link.get_attribute("href") for link in tab.page.locator("a[data-span]").all()] == [
        "/incidents?from=2015-06",
        "/figures?from=2015-06",
    ]
    tab.page.wait_for_function("document.querySelector('h1').textContent === 'Map of 1 incident'")
    assert tab.page.locator("#inview li").count() == 0
    assert tab.page.locator("#rest li").count() == 1


def test_a_brushed_span_stands_in_the_address(tab: Tab) -> None:
    tab.open("/map")
    tab.page.wait_for_selector("#map[data-ready=yes]", timeout=60_000)
    box = tab.page.locator("#timeline rect.month").first.bounding_box()
    assert box
    Hands(tab.page).drag((box["x"] + 2, box["y"] + 4), (box["x"] + box["width"] - 2, box["y"] + 4))
    tab.page.wait_for_url("**/map?from=2015-05&to=2015-05")


def test_filters_stand_in_the_address(tab: Tab) -> None:
    tab.open("/incidents")
    tab.page.click("text=Violence against civilians")
    assert "type=Violence" in tab.page.url
    assert "1 incident" in tab.page.locator("h1").inner_text()


def test_the_list_of_keys_opens_by_key(tab: Tab) -> None:
    tab.open("/incidents")
    tab.page.keyboard.press("?")
    assert tab.page.locator("#keys dl").is_visible()
    tab.page.keyboard.press("?")
    assert not tab.page.locator("#keys dl").is_visible()


def test_marked_words_light_their_claim(tab: Tab) -> None:
    document = read(tab, "/documents.json")["documents"][0]["id"]  # type: ignore[index]
    tab.open(f"/documents/{document}")
    tab.page.locator("#article mark[tabindex]").first.hover()
    assert tab.page.locator(".claim.lit").count() >= 1


def test_marked_words_in_focus_tell_field_value_speaker_and_stance(tab: Tab) -> None:
    document = read(tab, "/documents.json?publisher=The%20Day")["documents"][0]["id"]
    tab.open(f"/documents/{document}")
    tab.page.locator("#article mark.count").first.focus()
    tip = tab.page.locator("#tip")
    assert tip.is_visible()
    assert tip.inner_text().lower().startswith("killed 7") and tip.inner_text().endswith("no speaker named · stated")
    tab.page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_the_form_for_evidence_waits_until_it_is_asked_for(tab: Tab) -> None:
    document = read(tab, "/documents.json")["documents"][0]["id"]
    tab.open(f"/documents/{document}")
    assert not tab.page.locator("#evidence").is_visible()
    tab.page.keyboard.press("a")
    assert tab.page.locator("#evidence select[name=field]:focus").count() == 1


def test_no_claim_in_focus_is_covered_by_the_form_for_evidence(chromium: object, address: str) -> None:
    tab = Tab(chromium, address, viewport={"width": 1280, "height": 500})
    document = next(one["id"] for one in read(tab, "/documents.json")["documents"] if one["title"] == "Blast in Quetta market")
    tab.open(f"/documents/{document}")
    Hands(tab.page).drag_over("market")
    assert tab.page.locator("#evidence").is_visible()
    tab.page.locator(".claims .claim").first.focus()
    for _ in range(tab.page.locator(".claims .claim").count() - 1):
        tab.page.keyboard.press("n")
        bottom = tab.page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert bottom <= tab.page.evaluate("document.getElementById('evidence').getBoundingClientRect().top + 1")
    tab.context.close()


def test_keys_of_a_single_character_can_be_switched_off_and_stay_off(tab: Tab) -> None:
    tab.open("/incidents")
    tab.page.click("#keys summary")
    tab.page.uncheck("#single")
    tab.open("/sources")
    tab.page.keyboard.press("?")
    assert not tab.page.locator("#keys dl").is_visible()


def test_pages_work_without_javascript(chromium: object, address: str) -> None:
    tab = Tab(chromium, address, java_script_enabled=False)
    tab.open(f"/incidents/{bombing(tab)}")
    tab.page.locator(".cell-killed .claim").first.hover()
    tab.page.locator(".cell-killed .claim button[value=confirm]").first.click()
    assert "confirmed" in tab.page.locator(".cell-killed .claim").first.inner_text()
    tab.context.close()


def test_figures_draw_a_plot_and_offer_downloads(tab: Tab) -> None:
    tab.open("/figures")
    tab.page.wait_for_selector("#plot[data-rules=drawn] svg path.rules")
    assert "Blast in Quetta market" in tab.page.locator("#plot svg desc").text_content()
    with tab.page.expect_download() as waiting:
        tab.page.click("[data-save=csv]")
    assert "# source:" in Path(waiting.value.path()).read_text()
