from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from roznamcha.issues import Issue
from roznamcha.model import Source
from roznamcha.read import Limits, discover

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Valley Post</title>
<item><title>Two killed</title><guid>g1</guid><link>http://news.example/1</link>
<pubDate>Sat, 15 Feb 2014 10:00:00 +0500</pubDate><description>short</description>
<content:encoded><![CDATA[<p>Two men were <b>killed</b> in Quetta.</p>]]></content:encoded></item>
<item><title>Only a title</title></item>
<item><title>Plain</title><description>A blast in Chaman.</description></item></channel></rss>"""


def archive(pages: list[tuple[str, str, str, bytes]]) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    for url, status, content_type, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", content_type)], protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
        writer.write_record(record)
        record.raw_stream.close()
    return stream.getvalue()


def read(path: Path, limits: Limits | None = None) -> tuple[list[Source], list[Issue]]:
    found = list(discover([path], limits=limits))
    return [one for one in found if isinstance(one, Source)], [one for one in found if isinstance(one, Issue)]


def test_each_feed_entry_is_a_source_with_what_the_feed_states(tmp_path: Path) -> None:
    path = tmp_path / "news.xml"
    path.write_text(FEED, encoding="utf-8")
    sources, issues = read(path)
    assert [(source.name, source.media) for source in sources] == [("g1", "html"), ("news.xml:3", "text")]
    assert dict(sources[0].stated)["published"] == "Sat, 15 Feb 2014 10:00:00 +0500"
    assert dict(sources[0].stated)["publisher"] == "The Valley Post"
    assert sources[0].text == "<p>Two men were <b>killed</b> in Quetta.</p>"
    assert [issue.code for issue in issues] == ["no-text"]


def test_html_pages_of_an_archive_are_sources_and_the_rest_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(
        archive(
            [
                ("http://news.example/a", "200 OK", "text/html; charset=iso-8859-1", "<p>Città".encode("cp1252")),
                ("http://news.example/b", "404 Not Found", "text/html", b"no"),
                ("http://news.example/c.png", "200 OK", "image/png", b"\x89PNG"),
            ]
        )
    )
    [source], issues = read(path)
    assert (source.name, source.text, issues) == ("http://news.example/a", "<p>Città", [])


def test_an_archive_is_read_from_a_pipe_too() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    data = archive([("http://news.example/a", "200 OK", "text/html", b"<p>Two killed")])
    # The signature of a compressed archive is gzip's, so a pipe is known as one only when it is not compressed.
    [source] = list(discover(["-"], stdin=Pipe(gzip.decompress(data))))
    assert isinstance(source, Source)
    assert source.name == "http://news.example/a"


def test_an_archive_that_breaks_off_gives_its_whole_pages_and_one_issue(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    body = b"".join(b"<p>Bus %d burned" % number for number in range(300))
    pages = [(f"http://news.example/{number}", "200 OK", "text/html", body) for number in range(3)]
    path.write_bytes(archive(pages)[:-200])
    sources, issues = read(path)
    assert [issue.code for issue in issues] == ["bad-warc"]
    assert [source.name[-1] for source in sources] == ["0", "1"]


def test_a_page_over_the_limit_is_one_issue_and_the_next_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    pages = [
        ("http://news.example/big", "200 OK", "text/html", b"x" * 5000),
        ("http://news.example/b", "200 OK", "text/html", b"<p>ok"),
    ]
    path.write_bytes(archive(pages))
    [source], [issue] = read(path, Limits(size=1000))
    assert (source.name, issue.code) == ("http://news.example/b", "too-large")


def test_a_feed_that_breaks_off_gives_its_whole_entries_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    entry = "<item><title>{}</title><description>Two men were shot dead.</description></item>"
    path.write_text(f"<rss version='2.0'><channel><title>T</title>{entry.format('a')}{entry.format('b')[:-60]}")
    found = list(discover([path]))
    assert "Two men were shot dead." in [one.text for one in found if isinstance(one, Source)]
    assert [issue.level for issue in found if isinstance(issue, Issue) and issue.code == "bad-feed"] == ["warning"]


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_breaks_off_anywhere_in_a_later_record_says_so(tmp_path: Path, packed: bool) -> None:
    data = archive([("http://x/a", "200 OK", "Text/HTML", b"<html><p>Two men were killed.")])
    whole = data if packed else gzip.decompress(data)
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(whole * 2)
    sources, issues = read(path)
    assert (len(sources), issues) == (2, [])
    for cut in range(8, len(whole) - 8, 23):
        path.write_bytes(whole + whole[:cut])
        sources, issues = read(path)
        assert sources
        assert [issue.code for issue in issues] == ["bad-warc"], cut
