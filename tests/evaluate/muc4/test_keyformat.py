"""The official file form, on templates of our own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roznamcha.evaluate.muc4.keyformat import read_messages, write_messages
from roznamcha.evaluate.muc4.matching import match_value
from roznamcha.evaluate.muc4.templates import Alternative, Fill, Template

KEY = """\
; a remark
0.  MESSAGE: ID                     OWN-0001 (NOSC)
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  - 03 MAR 90 / 01 MAR 90 - 03 MAR 90
3.  INCIDENT: LOCATION              PERU: LIMA (CITY)
4.  INCIDENT: TYPE                  BOMBING
12. PHYS TGT: ID                    "BANK"
                                    ? "THE \\"BLUE\\" SHOP" / "SHOP"
13. PHYS TGT: TYPE                  FINANCIAL: "BANK"
                                    COMMERCIAL / OTHER: "THE \\"BLUE\\" SHOP" / "SHOP"
19. HUM TGT: DESCRIPTION            -

0.  MESSAGE: ID                     OWN-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


def test_reads_alternatives_references_and_optional_fills() -> None:
    messages = read_messages(KEY)
    assert messages["OWN-0002"] == []
    (template,) = messages["OWN-0001"]
    assert template.optional
    assert template.fills("incident_date")[0].alternatives == (Alternative("- 03 MAR 90"), Alternative("01 MAR 90 - 03 MAR 90"))
    assert template.fills("incident_location") == (Fill.of("PERU: LIMA (CITY)"),)
    shop = ('THE "BLUE" SHOP', "SHOP")
    assert template.fills("phys_tgt_id")[1] == Fill((Alternative(shop[0]), Alternative(shop[1])), optional=True)
    assert template.fills("phys_tgt_type")[1] == Fill((Alternative("COMMERCIAL", shop), Alternative("OTHER", shop)))
    assert template.fills("hum_tgt_description") == ()


words = st.text(st.sampled_from('ABC "\\/:-?*7'), min_size=1, max_size=12)


@given(names=st.lists(words, unique=True, min_size=1, max_size=3), number=st.integers(1, 99))
def test_what_is_written_is_read_back(names: list[str], number: int) -> None:
    slots = {
        "incident_type": (Fill.of("ATTACK"),),
        "hum_tgt_name": tuple(Fill.of(name) for name in names),
        "hum_tgt_number": tuple(Fill.of(str(number), name) for name in names),
    }
    messages = {"OWN-1": [Template("OWN-1", slots, 1)], "OWN-2": []}
    assert read_messages(write_messages(messages)) == messages


def test_values_are_right_partly_right_or_wrong() -> None:
    cases = [
        ("perp_individual", "A GROUP OF ARMED MEN", "ARMED MEN", 1.0),
        ("perp_individual", "MEN", "ARMED MEN", 0.5),
        ("perp_individual", "ARMED MEN WHO LATER FLED TO THE HILLS", "ARMED MEN", 0.5),
        ("perp_individual", "TALL SOLDIERS", "TIRED SOLDIERS", 0.5),
        ("perp_individual", "THE", "ARMED MEN", 0.0),
        ("incident_date", "02 MAR 90", "01 MAR 90 - 03 MAR 90", 0.5),
        ("incident_date", "- 03 MAR 90", "01 MAR 90 - 03 MAR 90", 0.5),
        ("incident_date", "04 MAR 90", "03 MAR 90", 0.0),
        ("incident_date", "LAST YEAR", "03 MAR 90", 0.0),
        ("incident_location", "CHILE: LIMA (CITY)", "PERU: LIMA (CITY)", 0.5),
        ("incident_location", "CHILE", "PERU", 0.0),
        ("hum_tgt_number", "6", "6-8", 0.5),
        ("hum_tgt_number", "7", "6-8", 0.0),
        ("instrument_type", "EXPLOSIVE", "MINE", 0.5),
        ("instrument_type", "MINE", "EXPLOSIVE", 0.0),
        ("incident_type", "ATTACK", "ARSON", 0.5),
    ]
    for slot, response, key, worth in cases:
        assert match_value(slot, response, key) == worth, (slot, response, key)
