"""Every action is a decision in the log; what stands changes, what was read stays, and undoing restores."""

from __future__ import annotations

import re

import pytest

from conftest_web import Visitor


def bombing(visitor: Visitor) -> str:
    lines = visitor.json("/incidents.json")["incidents"]
    return next(line["id"] for line in lines if line["sub_event_type"].startswith("Remote"))  # type: ignore[attr-defined, no-any-return]


def cell(visitor: Visitor, incident: str, field: str) -> dict[str, object]:
    cells = visitor.json(f"/incidents/{incident}.json")["cells"]
    return next(cell for cell in cells if cell["field"] == field)  # type: ignore[attr-defined, no-any-return]


def killed_claim(visitor: Visitor, incident: str) -> str:
    return cell(visitor, incident, "killed")["evidence"][0]["id"]  # type: ignore[index, no-any-return]


def test_correcting_with_evidence_changes_what_stands_and_keeps_what_was_read(visitor: Visitor) -> None:
    name = bombing(visitor)
    visitor.post("/claims", claim=killed_claim(visitor, name), kind="correct", value="9", reason="read again")
    line = cell(visitor, name, "killed")["evidence"][0]  # type: ignore[index]
    assert (line["value"], line["machine"].split()[0], line["state"]) == ("9", "7", "corrected")


def test_confirming_all_of_an_incident_is_one_action(visitor: Visitor) -> None:
    visitor.post("/reports", incident=bombing(visitor), kind="confirm")
    states = {line["id"]: line["state"] for line in visitor.json("/incidents.json")["incidents"]}  # type: ignore[attr-defined]
    assert states[bombing(visitor)] == "confirmed"


def test_a_rejected_incident_leaves_the_figures(visitor: Visitor) -> None:
    visitor.post("/reports", incident=bombing(visitor), kind="reject")
    assert [row["month"] for row in visitor.json("/figures.json")["series"]] == ["2015-06"]  # type: ignore[attr-defined]


def test_undo_takes_back_the_last_decision(visitor: Visitor) -> None:
    name = bombing(visitor)
    before = cell(visitor, name, "killed")
    visitor.post("/claims", claim=killed_claim(visitor, name), kind="unknown")
    assert cell(visitor, name, "killed") != before
    visitor.post("/undo")
    assert cell(visitor, name, "killed") == before
    assert [line["kind"] for line in visitor.json("/decisions.json")["decisions"]] == ["undo", "unknown"]  # type: ignore[attr-defined]


def test_adding_a_value_needs_evidence(visitor: Visitor) -> None:
    document = visitor.json("/documents.json?publisher=The Day")["documents"][0]["id"]  # type: ignore[index]
    report = visitor.json(f"/documents/{document}.json")["reports"][0]["id"]  # type: ignore[index]
    assert "select the words" in visitor.post("/claims/add", 400, report=report, field="injured", value="12")
    visitor.post("/claims/add", report=report, field="injured", value="12+", start="0", end="6")
    assert cell(visitor, bombing(visitor), "injured")["value"] == "12+"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("date", "yesterday", "not EDTF"),
        ("killed", "many", "a count is written"),
        ("actor", "X; hero; Civilians", "no role"),
        ("sub_event_type", "S", "choose one"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(visitor: Visitor, field: str, typed: str, words: str) -> None:
    document = visitor.json("/documents.json")["documents"][0]["id"]  # type: ignore[index]
    report = visitor.json(f"/documents/{document}.json")["reports"][0]["id"]  # type: ignore[index]
    assert words in visitor.post("/claims/add", 400, report=report, field=field, value=typed, start="0", end="5")
    assert visitor.json("/decisions.json")["decisions"] == []


def test_splitting_and_undoing_restores_the_incident(visitor: Visitor) -> None:
    name = bombing(visitor)
    reports = [report["id"] for report in visitor.json(f"/incidents/{name}.json")["reports"]]  # type: ignore[attr-defined]
    visitor.post("/split", incident=name, reports=reports[0])
    assert visitor.json("/incidents.json")["total"] == 3
    visitor.post("/undo")
    assert visitor.json("/incidents.json")["total"] == 2


def test_merging_shows_first_what_would_change(visitor: Visitor) -> None:
    one, other = (line["id"] for line in visitor.json("/incidents.json")["incidents"])  # type: ignore[attr-defined]
    preview = visitor.json(f"/merge.json?one={one}&other={other}")
    assert "n_reports" in preview["changed"]  # type: ignore[operator]
    assert visitor.json("/incidents.json")["total"] == 2
    visitor.post("/merge", incidents=f"{one} {other}", reason="same day")
    assert visitor.json("/incidents.json")["total"] == 1


def test_splitting_shows_first_what_each_part_would_say(visitor: Visitor) -> None:
    name = bombing(visitor)
    reports = [report["id"] for report in visitor.json(f"/incidents/{name}.json")["reports"]]  # type: ignore[attr-defined]
    preview = visitor.json(f"/split.json?incident={name}&reports={reports[0]}")
    parts = [preview[part]["n_reports"] for part in ("today", "rest", "apart")]  # type: ignore[index]
    assert parts == [2, 1, 1]
    assert "killed_best" in preview["changed"]  # type: ignore[operator]
    assert visitor.json("/incidents.json")["total"] == 2
    for chosen in ("", "&reports=nothing", "".join(f"&reports={report}" for report in reports)):
        assert visitor.client.get(f"/split?incident={name}{chosen}").status_code == 400


def test_an_incident_near_in_day_and_place_is_offered_for_merging(visitor: Visitor) -> None:
    name = bombing(visitor)
    reports = [report["id"] for report in visitor.json(f"/incidents/{name}.json")["reports"]]  # type: ignore[attr-defined]
    assert visitor.json(f"/incidents/{name}.json")["nearby"] == []
    visitor.post("/split", incident=name, reports=reports[0])
    near = visitor.json(f"/incidents/{bombing(visitor)}.json")["nearby"]
    assert [(line["days"], line["km"]) for line in near] == [(0, 0)]  # type: ignore[attr-defined]


def test_a_value_set_aside_stays_in_sight_and_can_be_taken_back(visitor: Visitor) -> None:
    name = bombing(visitor)
    claim = killed_claim(visitor, name)
    visitor.post("/claims", claim=claim, kind="reject")
    aside = visitor.json(f"/incidents/{name}.json")["set_aside"]
    assert [(line["id"], line["state"]) for line in aside] == [(claim, "rejected")]  # type: ignore[attr-defined]
    visitor.post("/claims", claim=claim, kind="confirm")
    assert visitor.json(f"/incidents/{name}.json")["set_aside"] == []


def test_a_value_is_corrected_with_new_evidence_from_the_document(visitor: Visitor) -> None:
    document = visitor.json("/documents.json?publisher=The Day")["documents"][0]["id"]  # type: ignore[index]
    claims = visitor.json(f"/documents/{document}.json")["reports"][0]["claims"]  # type: ignore[index]
    claim = next(line["id"] for line in claims if line["field"] == "killed")
    visitor.post("/claims/add", claim=claim, value="8", start="0", end="6")
    claims = visitor.json(f"/documents/{document}.json")["reports"][0]["claims"]  # type: ignore[index]
    line = next(line for line in claims if line["id"] == claim)
    assert (line["value"], line["state"], line["spans"][0]["text"]) == ("8", "corrected", "Quetta")


def test_review_keeps_the_incident_in_view_while_its_values_are_decided(visitor: Visitor) -> None:
    first = visitor.json("/review.json")
    name = first["id"]
    kind = next(cell for cell in first["cells"] if cell["field"] == "sub_event_type")  # type: ignore[attr-defined]
    visitor.post("/claims", claim=kind["evidence"][0]["id"], kind="correct", value="Attack")
    assert visitor.json(f"/review.json?id={name}")["id"] == name
    assert visitor.json("/review.json")["id"] != name


def test_an_answer_never_leads_to_another_site(visitor: Visitor) -> None:
    for where in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        token = visitor.token()
        form = {"token": token, "incident": bombing(visitor), "kind": "confirm", "next": where}
        answer = visitor.client.post("/reports", data=form, follow_redirects=False)
        assert answer.headers["location"] == "/incidents"


def decisions(visitor: Visitor) -> list[dict[str, object]]:
    return visitor.json("/decisions.json?size=500")["decisions"]  # type: ignore[return-value]


def line_of(visitor: Visitor, incident: str) -> dict[str, object]:
    lines = visitor.json("/incidents.json")["incidents"]
    return next(line for line in lines if line["id"] == incident)  # type: ignore[attr-defined, no-any-return]


def test_undoing_what_confirmed_all_reports_takes_all_of_it_back(visitor: Visitor) -> None:
    name = bombing(visitor)
    visitor.post("/reports", incident=name, kind="confirm")
    assert len(decisions(visitor)) == 2
    visitor.post("/undo")
    assert line_of(visitor, name)["state"] == "unreviewed"
    assert not [line for line in decisions(visitor) if line["in_force"]]


def test_undoing_one_line_of_a_batch_in_the_log_takes_the_batch_back(visitor: Visitor) -> None:
    name = bombing(visitor)
    visitor.post("/reports", incident=name, kind="reject")
    visitor.post("/undo", decision=str(decisions(visitor)[0]["id"]))
    assert line_of(visitor, name)["state"] == "unreviewed"
    assert "undone already" in visitor.post("/undo", 400, decision=str(decisions(visitor)[-1]["id"]))


def test_confirming_a_value_confirms_all_its_claims_and_is_undone_as_one(visitor: Visitor) -> None:
    name = bombing(visitor)
    claims = [line["id"] for line in cell(visitor, name, "place")["evidence"]]  # type: ignore[attr-defined]
    assert f'name="claim" value="{" ".join(claims)}"' in visitor.get(f"/review?id={name}")
    visitor.post("/claims", claim=" ".join(claims), kind="confirm")
    states = {line["state"] for line in cell(visitor, name, "place")["evidence"]}  # type: ignore[attr-defined]
    assert (states, len(claims)) == ({"confirmed"}, 2)
    visitor.post("/undo")
    states = {line["state"] for line in cell(visitor, name, "place")["evidence"]}  # type: ignore[attr-defined]
    assert states == {"unreviewed"}


def test_several_claims_are_not_corrected_at_once(visitor: Visitor) -> None:
    claims = [line["id"] for line in cell(visitor, bombing(visitor), "place")["evidence"]]  # type: ignore[attr-defined]
    assert "one at a time" in visitor.post("/claims", 400, claim=" ".join(claims), kind="correct", value="Karachi")


def test_undoing_the_correction_of_an_added_value_derives_the_incident_anew(visitor: Visitor) -> None:
    name = bombing(visitor)
    report = visitor.json(f"/incidents/{name}.json")["reports"][0]["id"]  # type: ignore[index]
    visitor.post("/claims/add", report=report, field="injured", value="12", start="0", end="6")
    added = str(decisions(visitor)[0]["id"])
    visitor.post("/claims", claim=added, kind="correct", value="15")
    assert line_of(visitor, name)["injured_best"] == 15
    visitor.post("/undo")
    assert line_of(visitor, name)["injured_best"] == 12
    visitor.post("/undo")
    assert line_of(visitor, name)["injured_best"] is None


def test_undoing_an_undone_merge_merges_again(visitor: Visitor) -> None:
    one, other = (line["id"] for line in visitor.json("/incidents.json")["incidents"])  # type: ignore[attr-defined]
    visitor.post("/merge", incidents=f"{one} {other}")
    visitor.post("/undo")
    assert visitor.json("/incidents.json")["total"] == 2
    visitor.post("/undo", decision=str(decisions(visitor)[0]["id"]))
    assert visitor.json("/incidents.json")["total"] == 1


def test_an_incident_is_not_merged_with_itself(visitor: Visitor) -> None:
    name = bombing(visitor)
    assert "two different" in visitor.post("/merge", 400, incidents=f"{name} {name}")
    assert decisions(visitor) == []


def follow(visitor: Visitor, path: str, **form: str) -> tuple[str, str]:
    """Send a form as a browser does and give the address it leads to, and that page."""
    answer = visitor.client.post(path, data={"token": visitor.token(), **form}, follow_redirects=False)
    assert answer.status_code == 303, answer.text[:300]
    return answer.headers["location"], visitor.get(answer.headers["location"])


def test_a_refused_correction_comes_back_to_its_value_with_the_reason_and_what_was_typed(visitor: Visitor) -> None:
    name = bombing(visitor)
    claim = killed_claim(visitor, name)
    here = f"/review?at=0&id={name}"
    address, page = follow(visitor, "/claims", claim=claim, kind="correct", value='many "more"', next=here)
    assert address == f"{here}#claim-{claim}"
    assert re.search(r'role="status"[^>]*problem">Not done: a count is written', page)
    assert 'value="many &#34;more&#34;" aria-invalid="true" aria-describedby="status"' in page
    assert re.search(rf'id="claim-{claim}"[^>]* autofocus', page)
    assert "Not done" not in visitor.get(here)
    assert decisions(visitor) == []


@pytest.mark.parametrize(
    ("path", "form", "words", "undone"),
    [
        ("/claims", {"kind": "correct", "value": "9"}, "Corrected Killed to 9.", "Undone: corrected Killed to 9."),
        ("/claims", {"kind": "confirm"}, "Confirmed Killed.", "Undone: confirmed Killed."),
        ("/reports", {"kind": "confirm"}, "Confirmed everything in 2 reports.", None),
        ("/reports", {"kind": "reject"}, "Rejected everything in 2 reports.", None),
    ],
)
def test_what_was_done_and_undone_is_said(
    visitor: Visitor, path: str, form: dict[str, str], words: str, undone: str | None
) -> None:
    name = bombing(visitor)
    target = {"claim": killed_claim(visitor, name)} if path == "/claims" else {"incident": name}
    here = f"/incidents/{name}"
    assert f'class="status">{words}</p>' in follow(visitor, path, **form, **target, next=here)[1]
    after = undone or f"Undone: {words[0].lower()}{words[1:]}"
    assert f'class="status">{after}</p>' in follow(visitor, "/undo", next=here)[1]


def test_words_in_a_foreign_cookie_are_shown_as_text_or_not_at_all(visitor: Visitor) -> None:
    for cookie in ("nonsense", "e30=", "bnVsbA==", "WzFd", '"x'):
        visitor.client.cookies.set("roznamcha_said", cookie, domain="127.0.0.1")
        assert 'class="status"></p>' in visitor.get("/incidents")
