"""The pages in a real browser: they open without a complaint, work by keyboard, and axe finds nothing to mend."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from browser_tab import Tab

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "src" / "roznamcha" / "web" / "static" / "vendor" / "axe.min.js"
PAGES = ("/incidents", "/review", "/map", "/figures", "/sources", "/documents", "/decisions", "/agreement")

SELECT = """(words) => {
  const piece = [...document.querySelectorAll('#article [data-start]')].find((node) => node.textContent.includes(words));
  const text = piece.firstChild, at = text.data.indexOf(words), range = document.createRange();
  range.setStart(text, at); range.setEnd(text, at + words.length);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


def read(tab: Tab, path: str) -> dict[str, object]:
    with urllib.request.urlopen(tab.address + path) as answer:
        return json.load(answer)  # type: ignore[no-any-return]


def bombing(tab: Tab) -> str:
    lines = read(tab, "/incidents.json")["incidents"]
    return next(line["id"] for line in lines if line["sub_event_type"].startswith("Remote"))  # type: ignore[attr-defined, no-any-return]


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


def test_filters_stand_in_the_address(tab: Tab) -> None:
    tab.open("/incidents")
    tab.page.click("text=Violence against civilians")
    assert "type=Violence" in tab.page.url
    assert "1 incident" in tab.page.locator("h1").inner_text()


def test_an_incident_is_confirmed_with_one_key(tab: Tab) -> None:
    tab.open("/review")
    first = tab.page.locator(".sheet").get_attribute("data-incident")
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Shift+Enter")
    states = {line["id"]: line["state"] for line in read(tab, "/incidents.json")["incidents"]}  # type: ignore[attr-defined]
    assert states[first] == "confirmed"


def test_a_value_is_confirmed_corrected_and_undone_by_keyboard(tab: Tab) -> None:
    tab.open(f"/incidents/{bombing(tab)}")
    tab.page.locator(".cell-killed .claim").first.focus()
    for key in ("c", "9"):
        tab.page.keyboard.press(key)
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")
    assert tab.page.locator(".cell-killed .claim .value").first.inner_text() == "9"
    with tab.page.expect_navigation():
        tab.page.keyboard.press("z")
    assert tab.page.locator(".cell-killed .claim .value").first.inner_text().startswith("7")


def test_a_value_with_new_evidence_takes_at_most_six_actions(tab: Tab) -> None:
    document = read(tab, "/documents.json?publisher=The%20Day")["documents"][0]["id"]  # type: ignore[index]
    tab.open(f"/documents/{document}")
    actions = 0
    tab.page.evaluate(SELECT, "teacher")  # 1: drag over the words
    actions += 1
    tab.page.select_option("select[name=field]", "injured")  # 2, 3: go to the field and choose
    actions += 2
    tab.page.fill("#evidence input[name=value]", "1")  # 4: type the value
    actions += 1
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")  # 5: add
    actions += 1
    assert actions <= 6
    cells = read(tab, f"/incidents/{bombing(tab)}.json")["cells"]
    added = next(cell for cell in cells if cell["field"] == "injured")  # type: ignore[attr-defined]
    assert "".join(piece["text"] for piece in added["evidence"][0]["pieces"] if piece["claims"]) == "teacher"


def test_two_incidents_are_merged_with_a_preview_in_four_actions(tab: Tab) -> None:
    one, other = (line["id"] for line in read(tab, "/incidents.json")["incidents"])  # type: ignore[attr-defined]
    tab.open(f"/incidents/{one}")
    tab.page.fill("#merge input[name=other]", other)  # 1, 2: go to the field, name the other
    tab.page.keyboard.press("Enter")  # 3: preview
    tab.page.wait_for_url("**/merge?*")
    assert tab.page.locator("tr.changes").count() > 0
    with tab.page.expect_navigation():
        tab.page.click("button.main")  # 4: merge
    assert read(tab, "/incidents.json")["total"] == 1


def test_a_read_value_is_corrected_with_new_evidence_in_four_actions(tab: Tab) -> None:
    document = read(tab, "/documents.json?publisher=The%20Day")["documents"][0]["id"]  # type: ignore[index]
    claims = read(tab, f"/documents/{document}.json")["reports"][0]["claims"]  # type: ignore[index]
    killed = next(line["id"] for line in claims if line["field"] == "killed")
    tab.open(f"/documents/{document}")
    tab.page.evaluate(SELECT, "7 people")  # 1: drag over the words
    tab.page.locator(f"#claim-{killed}").focus()  # 2: go to the value (click, or n)
    tab.page.keyboard.press("c")  # 3: correct
    tab.page.keyboard.type("8")
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")  # 4: save
    claims = read(tab, f"/documents/{document}.json")["reports"][0]["claims"]  # type: ignore[index]
    line = next(line for line in claims if line["id"] == killed)
    assert (line["value"], line["spans"][0]["text"]) == ("8", "7 people")


def test_reports_are_split_off_with_a_preview_and_brought_back(tab: Tab) -> None:
    tab.open(f"/incidents/{bombing(tab)}")
    tab.page.locator("input[name=reports]").first.focus()
    tab.page.keyboard.press("Space")  # 1: choose a report
    tab.page.keyboard.press("Enter")  # 2: preview
    tab.page.wait_for_url("**/split?*")
    assert tab.page.locator("tr.changes").count() > 0
    tab.page.wait_for_selector("button.main:focus")
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")  # 3: split; the button has the focus
    assert read(tab, "/incidents.json")["total"] == 3
    tab.open("/decisions")
    with tab.page.expect_navigation():
        tab.page.click("table button")
    assert read(tab, "/incidents.json")["total"] == 2


def test_the_list_of_keys_opens_by_key(tab: Tab) -> None:
    tab.open("/incidents")
    tab.page.keyboard.press("?")
    assert tab.page.locator("#keys dl").is_visible()
    tab.page.keyboard.press("?")
    assert not tab.page.locator("#keys dl").is_visible()


def test_marked_words_light_their_claim(tab: Tab) -> None:
    document = read(tab, "/documents.json")["documents"][0]["id"]  # type: ignore[index]
    tab.open(f"/documents/{document}")
    tab.page.locator("#article mark").first.hover()
    assert tab.page.locator(".claim.lit").count() >= 1


def test_pages_work_without_javascript(chromium: object, address: str) -> None:
    tab = Tab(chromium, address, java_script_enabled=False)
    tab.open(f"/incidents/{bombing(tab)}")
    tab.page.locator(".cell-killed .claim").first.hover()
    tab.page.locator(".cell-killed .claim button[value=confirm]").first.click()
    assert "confirmed" in tab.page.locator(".cell-killed .claim").first.inner_text()
    tab.context.close()


def test_figures_draw_a_plot_and_offer_downloads(tab: Tab) -> None:
    tab.open("/figures")
    tab.page.wait_for_selector("#plot svg path")
    with tab.page.expect_download() as waiting:
        tab.page.click("[data-save=csv]")
    assert "# source:" in Path(waiting.value.path()).read_text()
