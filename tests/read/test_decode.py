from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roznamcha.model import Source
from roznamcha.read.decode import count_broken, declared_charset, decode


def source_of(data: bytes, declared: str | None = None) -> Source:
    decoded = decode(data, declared)
    return Source("", "x", "x", "text", data, decoded.text, decoded.encoding, (), decoded.errors)


@example(b"\xff\xfe\x00\x01\x00\xd8\x00\x00\x00\x00\x00\x00\x00")
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=60).map(lambda tail: b"\xff\xfe" + tail)))
def test_any_bytes_decode_and_every_character_leads_back_to_its_bytes(data: bytes) -> None:
    source = source_of(data)
    assert data.decode(source.encoding, source.errors) == source.text
    assert source.byte_range(0, len(source.text))[1] <= len(data)
    for at, character in enumerate(source.text[:40]):
        start, end = source.byte_range(at, at + 1)
        if "\ud800" <= character <= "\udfff" and source.errors == "surrogateescape":
            assert data[start:end] == bytes([ord(character) - 0xDC00])
        else:
            assert (
                character.encode(source.encoding, source.errors)[-(end - start) :] == data[start:end] or "16" in source.encoding
            )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le", "utf-16-be"])
def test_each_encoding_is_found_and_its_words_lead_to_their_bytes(encoding: str) -> None:
    text = "Zwölf Tote in Köln, sagte die Polizei"
    data = text.encode(encoding)
    source = source_of(data)
    assert source.text == text
    start, end = source.byte_range(6, 10)
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    assert data[start:end].decode(plain) == "Tote"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Gunmen shot dead three policemen in Quetta.", "Fünf Tote.", "two men, 3 \u2013 4 shots"])
def test_utf16_without_a_mark_is_known_by_its_zero_bytes(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.warning) == (text, encoding, None)
    broken = decode(text.encode(encoding)[:-1])
    assert broken.text == text[:-1]
    assert broken.warning is not None


def test_zero_bytes_in_utf8_stay_what_they_are() -> None:
    assert decode(b"Two men\x00 were shot\x00 dead.").encoding == "utf-8"
    assert decode(b"G\x00u\x00n\x00m\x00e\x00n", "utf-8").encoding == "utf-8"


def test_a_declared_charset_is_used_and_needs_no_warning() -> None:
    decoded = decode("Убито двое".encode("cp1251"), "windows-1251")
    assert (decoded.text, decoded.warning) == ("Убито двое", None)


def test_utf8_is_believed_before_a_wrong_declaration() -> None:
    assert decode("Città".encode(), "iso-8859-1").text == "Città"


def test_undeclared_legacy_bytes_are_read_as_windows_1252_with_a_warning() -> None:
    decoded = decode("Città – “no”".encode("cp1252"))
    assert decoded.text == "Città – “no”"
    assert decoded.warning is not None


def test_a_few_broken_bytes_in_utf8_stay_single_and_are_reported() -> None:
    data = "Città é ü".encode() + b"\xff ok"
    decoded = decode(data)
    assert count_broken(decoded.text) == 1
    assert decoded.text.encode("utf-8", "surrogateescape") == data
    assert decoded.warning is not None


def test_an_unknown_charset_name_is_passed_over() -> None:
    assert decode(b"plain", "no-such-charset").text == "plain"


def test_charsets_are_read_from_html_and_xml_heads() -> None:
    assert declared_charset(b'<html><meta charset="windows-1252">') == "windows-1252"
    assert declared_charset(b'<?xml version="1.0" encoding="utf-8"?><rss>') == "utf-8"
    assert declared_charset(b"<html><p>charset is a word") is None


def test_utf16_that_breaks_off_is_used_with_a_warning() -> None:
    data = "Two killed".encode("utf-16") + b"\x00"
    decoded = decode(data)
    assert decoded.text == data.decode(decoded.encoding, decoded.errors) == "Two killed"
    assert decoded.warning is not None


def test_utf16_with_half_a_character_leads_back_to_its_bytes() -> None:
    data = "Two ".encode("utf-16") + b"\x00\xd8" + "killed".encode("utf-16-le")
    source = source_of(data)
    assert source.text == "Two \ud800killed"
    assert data[slice(*source.byte_range(5, 11))].decode("utf-16-le") == "killed"
