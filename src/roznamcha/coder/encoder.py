"""The trained finder: documents → drafts, by the encoder and the reader of one incident.

Windows of many documents go through the encoder together, and so do all incidents through the reader. The network runs
in onnxruntime; nothing here knows torch. Which weights are read is told by their `meta.json` (version, temperatures,
thresholds). The same text gives the same drafts whatever it is batched with: padding is hidden from every piece, and
rows of a batch do not see each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable

import numpy as np

from roznamcha.coder import heads
from roznamcha.coder.calibrate import Calibration
from roznamcha.coder.drafts import MENTION_LABELS, Draft, Mention
from roznamcha.coder.gate import LONG, SURE, Gate, load_gate
from roznamcha.coder.grouping import (
    FloatArray,
    Stretch,
    choose,
    one_date,
    read_stretches,
    softmax,
    sure_counts,
    told_words,
)
from roznamcha.coder.helped import helped
from roznamcha.coder.network import Network, OnnxNetwork, weights_folder
from roznamcha.coder.reading import Text
from roznamcha.coder.tokens import (
    MAX_PIECES,
    OTHER,
    IntArray,
    Pieces,
    batches,
    continues_word,
    framed,
    home_window,
    pad,
    read_pieces,
    window_ranges,
)
from roznamcha.model import Origin, Span
from roznamcha.model.codebook import COUNTS

NOT_MARKED, THIS, OTHER_ANCHOR = range(3)
_TRAILING = "'’,;: "
"""What a phrase never ends with, though its last piece may be tagged."""
_SKIMS = ("skim.lower", "skim.upper")
"""The thresholds below which a skimmed text is not read: of the chance that the encoder's lower half sees, and of the whole's."""
_FIRST, _AGAIN = ("tag.incident", "incident.valid"), ("doubtful.incident", "doubtful.valid")
"""The thresholds of an anchor and of an incident; and those of a second reading, where a text that must tell one gave none."""
_SKIMMED = 100
"""Of a long text, stretches of about so many words are skimmed before it is read."""
_ATTRIBUTE_AT = heads.slices(heads.ATTRIBUTES)
_INCIDENT_AT = heads.slices(heads.INCIDENT)


@dataclass(frozen=True, slots=True)
class _Row:
    """One window of one document, and where all windows of the document begin and end."""

    document: int
    pieces: Pieces
    ids: IntArray
    shapes: IntArray
    windows: tuple[tuple[int, int], ...]

    def is_home(self, stretch: Stretch) -> bool:
        """Tell whether a stretch lies further from the edges here than in the document's other windows."""
        start = int(self.pieces.starts[stretch.first - 1])
        return self.windows[home_window(self.windows, start)][0] == int(self.pieces.starts[0])


@dataclass(frozen=True, slots=True)
class _Found:
    """An anchor in a row, with the row's vectors and the marks for the reader."""

    row: _Row
    stretch: Stretch
    forked: FloatArray
    marks: IntArray


@dataclass(frozen=True, slots=True)
class _Reading:
    """One incident as the reader read it: the chances of its tags, the scores of its words, and its closed values."""

    text: str
    found: _Found
    chances: FloatArray
    attributes: FloatArray
    values: Mapping[str, tuple[str, float]]


class EncoderFinder:
    """Find incidents and their words with the trained network.

    `gate` drops texts before they are read; `batch` is the number of pieces that go through the network at once: it bounds
    memory, never changes the result.
    """

    def __init__(
        self, network: Network, calibration: Calibration, gate: Gate | None = None, *, version: str, batch: int = 4096
    ) -> None:
        self.network, self.calibration, self.gate = network, calibration, gate
        self.origin = Origin("model", "encoder", version)
        self.batch = batch

    def find(self, texts: Sequence[Text]) -> list[tuple[Draft, ...]]:
        """Give the drafts of each text, with the words that stand in what is read of it (no captions, no credits, no repeats)."""
        found = self._passed([text.text for text in texts])
        return [
            () if drafts is None else tuple(map(self._levelled, helped(_as_read(drafts, text), text)))
            for text, drafts in zip(texts, found, strict=True)
        ]

    def find_in(self, texts: Sequence[str]) -> list[tuple[Draft, ...]]:
        """Give the drafts of each text."""
        return [drafts or () for drafts in self._passed(texts)]

    def _levelled(self, draft: Draft) -> Draft:
        """Give the draft with chances that come true as often as they say."""
        scores = dict(draft.scores)
        valid = scores.get("valid", 1.0)
        level = self.calibration.level
        return replace(
            draft,
            mentions=tuple(replace(m, score=level(m.label, m.score, valid)) for m in draft.mentions),
            scores=tuple((name, score if name == "valid" else level(name, score, valid)) for name, score in draft.scores),
        )

    def _passed(self, texts: Sequence[str]) -> list[tuple[Draft, ...] | None]:
        """Give the drafts of each text; None for a text that the gate or the skim drops."""
        passed = [self.is_worth_reading(text) for text in texts]
        drafts = self._found(texts, passed, _FIRST)
        missed = [passed[k] and not drafts[k] and self._must_tell(text) for k, text in enumerate(texts)]
        again = self._found(texts, missed, _AGAIN) if any(missed) else drafts
        return [(drafts[k] or again[k]) if read else None for k, read in enumerate(passed)]

    def _found(self, texts: Sequence[str], wanted: Sequence[bool], least: tuple[str, str]) -> list[tuple[Draft, ...]]:
        """Give the drafts of the texts that are wanted; `least` names the thresholds of an anchor and of an incident."""
        anchor, valid = map(self.calibration.threshold, least)
        drafts: list[list[Draft]] = [[] for _ in texts]
        for found, draft in self._read(texts, self._anchors(texts, wanted, anchor), valid):
            drafts[found.row.document].append(draft)
        return [choose(one) for one in drafts]

    def _must_tell(self, text: str) -> bool:
        """Tell whether a text without drafts should be read once more, with less asked of an incident."""
        return self.gate is not None and self.gate.is_sure(text)

    def is_worth_reading(self, text: str) -> bool:
        """Tell by the gate, and of a long text by its best stretches, whether it may tell an incident."""
        if self.gate is None:
            return True
        if len(text) <= LONG:
            return self.gate.passes(text)
        score, best = self.gate.best_of(text, _SKIMMED)
        if not best or score >= SURE:
            return bool(best)
        return all(chance >= self.calibration.threshold(half) for half, chance in zip(_SKIMS, self._skim(best), strict=True))

    def _skim(self, text: str) -> Iterator[float]:
        """Give the chance of the likeliest anchor of a short text, as the encoder's lower half sees it and as the whole does."""
        ids, shapes = framed(read_pieces(text).cut(0, MAX_PIECES - 2))
        forked, early = self.network.enter(ids[None], shapes[None])
        yield _best_chance(early)
        yield _best_chance(self.network.find(forked, ids[None]))

    def _anchors(self, texts: Sequence[str], wanted: Sequence[bool], threshold: float) -> list[_Found]:
        rows = [row for k, text in enumerate(texts) if wanted[k] for row in _rows(k, text)]
        found: list[_Found] = []
        least = np.array([threshold])
        for chosen in batches([len(row.ids) for row in rows], self.batch):
            part = [rows[k] for k in chosen]
            longest = max(len(row.ids) for row in part)
            ids = pad([row.ids for row in part], longest)
            forked, _ = self.network.enter(ids, pad([row.shapes for row in part], longest, OTHER))
            scores = self.network.find(forked, ids)
            chances = [_told(scores[k, : len(row.ids), None, :]) for k, row in enumerate(part)]
            stretches = read_stretches(chances, [continues_word(row.ids) for row in part], least)
            for k, row in enumerate(part):
                found += _marked(row, stretches[k][0], forked[k, : len(row.ids)])
        return [one for one in found if one.row.is_home(one.stretch)]

    def _read(self, texts: Sequence[str], found: list[_Found], least: float) -> list[tuple[_Found, Draft]]:
        drafts: list[tuple[_Found, Draft]] = []
        for chosen in batches([len(one.marks) for one in found], self.batch):
            part = [found[k] for k in chosen]
            longest = max(len(one.marks) for one in part)
            forked = np.zeros((len(part), longest, part[0].forked.shape[1]), dtype=np.float32)
            for k, one in enumerate(part):
                forked[k, : len(one.forked)] = one.forked
            ids, marks = pad([one.row.ids for one in part], longest), pad([one.marks for one in part], longest, NOT_MARKED)
            tags, attributes, incident = self.network.read(forked, ids, marks)
            readings = [
                self._reading(texts[one.row.document], one, tags[k], attributes[k], incident[k], least)
                for k, one in enumerate(part)
            ]
            drafts += self._drafts([reading for reading in readings if reading is not None])
        return drafts

    def _reading(
        self, text: str, one: _Found, tags: FloatArray, attributes: FloatArray, incident: FloatArray, least: float
    ) -> _Reading | None:
        """Read the closed values of one incident; None where its chance to be one is less than `least`."""
        values = self._values(incident[one.stretch.first : one.stretch.last].mean(0))
        if values["valid"][1] < least:
            return None
        damped = tags[: len(one.marks)] / np.array(
            [self.calibration.temperature(f"tag.{label}") for label in heads.TAGS], dtype=np.float32
        ).reshape(-1, 1)
        return _Reading(text, one, _told(damped), attributes, values)

    def _drafts(self, readings: Sequence[_Reading]) -> list[tuple[_Found, Draft]]:
        tagged = self._tagged(readings, "tag")
        mentions = [
            {label: self._mentions(one, label, stretches[label]) for label in MENTION_LABELS}
            for one, stretches in zip(readings, tagged, strict=True)
        ]
        silent = [self._wrongly_silent(told, one.values) for one, told in zip(readings, mentions, strict=True)]
        asked = [k for k, labels in enumerate(silent) if labels]
        for k, doubtful in zip(asked, self._tagged([readings[k] for k in asked], "doubtful"), strict=True):
            mentions[k] |= {label: _surest(self._mentions(readings[k], label, doubtful[label])) for label in silent[k]}
        return [
            (one.found, _draft(one, stretches["anchor"], told, self.origin))
            for one, stretches, told in zip(readings, tagged, mentions, strict=True)
        ]

    def _tagged(self, readings: Sequence[_Reading], kind: str) -> list[dict[str, list[Stretch]]]:
        """Read each label's stretches of each incident, with the thresholds of a kind ("tag" or "doubtful")."""
        thresholds = np.array([self.calibration.threshold(f"{kind}.{label}") for label in heads.TAGS])
        inner = [continues_word(one.found.row.ids) for one in readings]
        rows = read_stretches([one.chances for one in readings], inner, thresholds)
        return [dict(zip(heads.TAGS, row, strict=True)) for row in rows]

    def _wrongly_silent(self, mentions: Mapping[str, list[Mention]], values: Mapping[str, tuple[str, float]]) -> list[str]:
        """List the labels without words that most likely have some: nearly every incident has a date, and the head of a count
        may be sure that it is told."""
        sure = self.calibration.threshold("doubtful.count")
        told = {label for label in COUNTS if values[label][0] != "silent" and values[label][1] >= sure}
        return [label for label in ("date", *COUNTS) if not mentions[label] and (label == "date" or label in told)]

    def _values(self, scores: FloatArray) -> dict[str, tuple[str, float]]:
        """Give each closed value of the incident with its probability ("valid": always the probability of yes)."""
        values = {}
        for block, at in _INCIDENT_AT.items():
            chances = softmax(scores[at] / self.calibration.temperature(f"incident.{block}"))
            best = 1 if block == "valid" else int(chances.argmax())
            values[block] = (heads.INCIDENT[block][best], float(chances[best]))
        return values

    def _mentions(self, one: _Reading, label: str, tagged: Sequence[Stretch]) -> list[Mention]:
        found = []
        for stretch in tagged:
            scores = one.attributes[stretch.first : stretch.last].mean(0)
            kind, sure = self._attribute(heads.ATTRIBUTE_OF.get(label), scores)
            stance, _ = self._attribute("stance" if label == "perpetrator" else None, scores)
            score = stretch.score if label == "place" else stretch.score * sure
            found.append((Mention(_span(one.text, one.found.row.pieces, stretch), label, kind, stance, round(score, 4)), sure))
        told = [(mention, sure) for mention, sure in found if told_words(mention.span.text)]
        if label == "date":
            return one_date([mention for mention, _ in found], one.text)
        if label in COUNTS:
            return sure_counts([mention for mention, _ in told])
        return _smallest_first(told) if label == "place" else [mention for mention, _ in told]

    def _attribute(self, block: str | None, scores: FloatArray) -> tuple[str | None, float]:
        if block is None:
            return None, 1.0
        chances = softmax(scores[_ATTRIBUTE_AT[block]] / self.calibration.temperature(f"mention.{block}"))
        best = int(chances.argmax())
        return heads.ATTRIBUTES[block][best], float(chances[best])


def _draft(one: _Reading, anchor: Sequence[Stretch], mentions: Mapping[str, list[Mention]], origin: Origin) -> Draft:
    values = one.values
    return Draft(
        anchor=_anchor(one.text, one.found, anchor),
        sub_event_type=values["sub_event_type"][0],
        origin=origin,
        status=values["status"][0],
        scope=values["scope"][0],
        background=values["background"][0] == "yes",
        mentions=tuple(mention for found in mentions.values() for mention in found),
        scores=tuple((name, round(score, 4)) for name, (_, score) in values.items()),
    )


def _surest(found: list[Mention]) -> list[Mention]:
    return [max(found, key=lambda mention: mention.score)] if found else []


def _as_read(drafts: Sequence[Draft], text: Text) -> list[Draft]:
    """Leave out the drafts and the words that stand in captions and repeats."""
    return [
        replace(draft, mentions=tuple(mention for mention in draft.mentions if text.sentence_of(mention.span)))
        for draft in drafts
        if text.sentence_of(draft.anchor)
    ]


def _smallest_first(found: list[tuple[Mention, float]]) -> list[Mention]:
    """Put the place that is surest to be the smallest first; the others keep the order of the text. Places have no kind."""
    chances = [sure if mention.kind == "smallest" else 1 - sure for mention, sure in found]
    first = max(range(len(found)), key=lambda k: chances[k], default=0)
    order = sorted(range(len(found)), key=lambda k: (k != first, k))
    return [replace(found[k][0], kind=None) for k in order]


def _rows(document: int, text: str) -> list[_Row]:
    pieces = read_pieces(text)
    ranges = window_ranges(pieces, text) if len(pieces) else []
    windows = tuple((int(pieces.starts[first]), int(pieces.starts[last - 1])) for first, last in ranges)
    parts = [pieces.cut(first, last) for first, last in ranges]
    return [_Row(document, part, *framed(part), windows) for part in parts]


def _marked(row: _Row, found: list[Stretch], forked: FloatArray) -> list[_Found]:
    """Mark, for each anchor of a row, its own pieces and those of the other anchors."""
    others = np.full(len(row.ids), NOT_MARKED, dtype=np.int64)
    for stretch in found:
        others[stretch.first : stretch.last] = OTHER_ANCHOR
    marked = []
    for stretch in found:
        marks = others.copy()
        marks[stretch.first : stretch.last] = THIS
        marked.append(_Found(row, stretch, forked, marks))
    return marked


def _span(text: str, pieces: Pieces, stretch: Stretch) -> Span:
    start, end = int(pieces.starts[stretch.first - 1]), int(pieces.ends[stretch.last - 2])
    while end - start > 1 and text[end - 1] in _TRAILING:
        end -= 1
    return Span.of(text, start, end)


def _anchor(text: str, one: _Found, tagged: Sequence[Stretch]) -> Span:
    """Take the anchor as the reader tagged it where that meets the marked words, else the marked words."""
    met = [s for s in tagged if s.first < one.stretch.last and one.stretch.first < s.last]
    return _span(text, one.row.pieces, max(met, key=lambda s: s.score, default=one.stretch))


def _best_chance(scores: FloatArray) -> float:
    """Give the chance of the likeliest anchor by the scores of one row."""
    return float(1 - _told(scores[0, :, None, :])[:, 0, 0].min())


def _told(scores: FloatArray) -> FloatArray:
    """Turn tag scores into probabilities; [CLS] and [SEP] are outside of everything."""
    chances = softmax(scores)
    chances[[0, -1]] = (1.0, 0.0, 0.0)
    return chances


def load_finder(folder: Traversable | None = None, *, threads: int = 1) -> EncoderFinder:
    """Load a finder with the weights of a folder, or of the package."""
    folder = folder or weights_folder()
    told = json.loads((folder / "meta.json").read_text("utf-8"))
    calibration = Calibration.from_record(told["calibration"])
    return EncoderFinder(OnnxNetwork(folder, threads), calibration, load_gate(folder), version=told["version"])
