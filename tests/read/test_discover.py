from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read import Limits, discover

CASES = Path(__file__).parents[1] / "cases" / "read"


def read(*sources: str | Path, **options: object) -> tuple[list[Source], list[Issue]]:
    found = list(discover([str(source) for source in sources], **options))  # type: ignore[arg-type]
    return [one for one in found if isinstance(one, Source)], [one for one in found if isinstance(one, Issue)]


@pytest.mark.parametrize("case", json.loads((CASES / "bad_input.json").read_text()), ids=lambda case: case["label"])
def test_bad_input_gives_exactly_one_issue_and_the_run_goes_on(case: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / case["name"]).write_bytes(eval_bytes(case["input"]))
    (tmp_path / "zz-good.txt").write_text("Two men were killed in Quetta.")
    sources, issues = read(tmp_path)
    assert [issue.code for issue in issues] == [case["expect"]]
    assert issues[0].what and issues[0].do and case["name"] in issues[0].where
    assert sources[-1].name == "zz-good.txt"
    assert len(sources) == (2 if issues[0].level == "warning" else 1)


def eval_bytes(notation: str) -> bytes:
    """Bytes as the cases write them: latin-1 characters, `\\xNN` escapes, and `N*text` for a repetition."""
    count, star, rest = notation.partition("*")
    if star and count.isdigit():
        return int(count) * eval_bytes(rest)
    return notation.encode("latin-1").decode("unicode_escape").encode("latin-1")


def test_folders_are_read_in_order_and_names_are_paths_inside_them(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("z.txt", "b/c/x.html", "b/a.txt", ".hidden", "b/.git"):
        (tmp_path / name).write_text("<html>Two killed" if name.endswith("html") else "Two killed")
    sources, issues = read(tmp_path)
    assert [(source.name, source.media) for source in sources] == [("b/a.txt", "text"), ("b/c/x.html", "html"), ("z.txt", "text")]
    assert issues == []


def test_a_file_named_alone_is_called_by_its_file_name(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Two killed")
    [source], _ = read(path)
    assert source.name == "report.txt"
    assert source.data == b"Two killed"


def test_a_dead_link_a_circle_and_a_pipe_are_one_issue_each(tmp_path: Path) -> None:
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "sub" / "good.txt").write_text("Two killed")
    sources, issues = read(tmp_path)
    assert sorted(issue.code for issue in issues) == ["dead-link", "link-loop", "not-a-file"]
    assert [source.name for source in sources] == ["sub/good.txt"]


def test_what_is_not_there_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _, issues = read(tmp_path / "none.txt", tmp_path / "empty", "\0bad")
    assert [issue.code for issue in issues] == ["not-found", "empty", "unreadable"]


def test_jsonl_lines_keep_their_ids_and_what_they_state(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": "Two killed", "title": "T", "published": "2014-02-15", "url": "http://x/", "other": 1},
        {"id": 7, "html": "<p>Città"},
        {"text": "no id"},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    sources, issues = read(path)
    assert issues == []
    assert [source.name for source in sources] == ["a", "7", "rows.jsonl:3"]
    assert dict(sources[0].stated) == {"title": "T", "published": "2014-02-15", "url": "http://x/"}
    assert (sources[1].media, sources[1].data) == ("html", "<p>Città".encode())


@pytest.mark.parametrize("case", json.loads((CASES / "bad_lines.json").read_text()), ids=lambda case: case["label"])
def test_a_bad_line_is_one_issue_with_its_number_and_the_next_is_read(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"id": "first", "text": "x"}\n' + eval_bytes(case["input"]) + b'\n{"id": "last", "text": "y"}\n')
    sources, issues = read(path)
    assert [(issue.code, issue.where) for issue in issues] == [(case["expect"], f"{path}:2")]
    assert (sources[0].name, sources[-1].name) == ("first", "last")
    assert len(sources) == (3 if issues[0].level == "warning" else 2)


def test_each_odd_key_is_an_issue_of_its_own_and_the_others_are_used(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    row = {
        "id": 7,
        "text": "x",
        "url": 7,
        "publisher": ["p"],
        "title": "a\ud800",
        "published": 20140215,
        "author": None,
        "language": "",
    }
    path.write_text(json.dumps(row) + "\n")
    [source], issues = read(path)
    assert [(issue.code, issue.what.split('"')[1]) for issue in issues] == [
        ("lone-surrogate", "title"),
        ("bad-key", "publisher"),
        ("bad-key", "url"),
    ]
    assert {issue.level for issue in issues} == {"warning"}
    assert source.name == "7"
    assert dict(source.stated) == {"title": "a\ufffd", "published": "20140215"}


def test_html_is_read_where_the_text_of_a_record_has_no_word(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "  ", "html": "<p>Two killed"}\n{"text": null, "html": "<p>Three killed"}\n')
    sources, issues = read(path)
    assert [(source.media, source.text) for source in sources] == [("html", "<p>Two killed"), ("html", "<p>Three killed")]
    assert issues == []


def test_an_array_without_a_record_is_empty(tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("[]")
    assert [issue.code for issue in read(tmp_path)[1]] == ["empty"]


def test_files_that_the_caller_names_are_passed_over_in_folders_under_any_name(tmp_path: Path) -> None:
    for name in ("a.txt", "out.jsonl"):
        (tmp_path / name).write_text("Two killed")
    (tmp_path / "link.txt").symlink_to(tmp_path / "out.jsonl")
    found = (tmp_path / "out.jsonl").stat()
    sources, issues = read(tmp_path, skip={(found.st_dev, found.st_ino)})
    assert [source.name for source in sources] == ["a.txt"]
    assert issues == []


def test_a_mistake_of_a_reader_is_an_issue_and_the_next_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedparser.parse", lambda *given, **options: [][0])
    (tmp_path / "a.rss").write_text("<rss><channel><item>")
    (tmp_path / "b.txt").write_text("Two killed")
    sources, issues = read(tmp_path)
    assert [(issue.code, Path(issue.where).name) for issue in issues] == [("reader-failed", "a.rss")]
    assert [source.name for source in sources] == ["b.txt"]


def test_an_empty_name_is_not_this_folder() -> None:
    assert [issue.code for issue in read("")[1]] == ["not-found"]


def test_names_that_are_no_text_are_shown_as_what_can_be_stored(tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/od\xff")
    Path(odd).mkdir()
    os.mkfifo(odd + "/pipe")
    _, issues = read(odd)
    assert [issue.where.endswith("/od\ufffd/pipe") for issue in issues] == [True]


def test_a_line_over_the_limit_is_skipped_unread(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 5000 + b'"}\n{"id": "last", "text": "y"}\n')
    sources, issues = read(path, limits=Limits(size=1000))
    assert [issue.code for issue in issues] == ["too-large"]
    assert [source.name for source in sources] == ["last"]


def test_a_json_file_may_hold_one_object_or_many(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps({"id": "one", "text": "x"}, indent=1))
    (tmp_path / "two.json").write_text(json.dumps([{"text": "y"}, {"text": "z"}], indent=1))
    sources, issues = read(tmp_path)
    assert [source.name for source in sources] == ["one", "two.json:1", "two.json:2"]
    assert issues == []


@pytest.mark.parametrize(
    ("given", "names", "media"),
    [
        (b"Two men were killed.", ["stdin"], "text"),
        (b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}', ["a", "b"], "text"),
        (b"<!DOCTYPE html><p>Two men were killed.", ["stdin"], "html"),
    ],
)
def test_standard_input_is_known_by_its_first_bytes(given: bytes, names: list[str], media: str) -> None:
    found = list(discover(["-"], stdin=io.BytesIO(given)))
    assert [one.name for one in found if isinstance(one, Source)] == names
    assert {one.media for one in found if isinstance(one, Source)} == {media}


def test_the_same_article_keeps_its_digest_however_its_line_is_written(tmp_path: Path) -> None:
    one, two = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    one.write_text('{"id": "a", "text": "Citt\\u00e0"}')
    two.write_text('{"text":"Città","id":"a","title":"t"}', encoding="utf-8")
    sources, _ = read(one, two)
    assert sources[0].digest == sources[1].digest
