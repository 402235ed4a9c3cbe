"""Reports → incidents: pairs, clusters, reasons and derived values.

The package itself can be called, `roznamcha.link(reports)`, since the public interface has a function of this name: it sorts
reports into incidents (`linker.link`). `consolidate_reports` says what the reports of one act give by a rule.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from types import ModuleType

from roznamcha.model import Document, Report
from roznamcha.model.incident import Incident


def consolidate_reports(reports: Iterable[Report], rule: str = "ucdp") -> Incident:
    """Derive one incident from reports that tell of it, each document an independent voice.

    `rule` is one of `link.consolidate.RULES`. Raises SettingsError for a rule that is not known.
    """
    from roznamcha.link.consolidate import Told, consolidate
    from roznamcha.link.facts import report_ids

    listed = list(reports)
    told = [Told(name, report, report.document_id) for name, report in zip(report_ids(listed), listed, strict=True)]
    return consolidate(told, rule)


class _Callable(ModuleType):
    def __call__(
        self, reports: Iterable[Report], documents: Iterable[Document] = (), *, voices: Mapping[str, str] | None = None
    ) -> list[tuple[Report, ...]]:
        """Sort reports into incidents; see `linker.link`."""
        from roznamcha.link.linker import link

        return link(reports, documents, voices=voices)


sys.modules[__name__].__class__ = _Callable
