"""Print docs/formats.md from the tables that the exporters themselves read."""

from roznamcha.export.flat import COLUMNS
from roznamcha.export.layout import layout

HEAD = """# Export formats

`roznamcha export REGISTER --format F --out FILE` writes one of the formats below; `roznamcha validate --format F FILE` checks anyone's file and names row,
column and rule: `ged`, `acled`, `gtd`, `plover`, `ftm` and `geojson` against their publishers' rules; `csv`, `parquet`, `sqlite` and `capture-matrix`, which are
ours, by header, types and ids. `records` are checked by what reads them.

What holds for all of them:

- An incident that a layout cannot hold (no day, no place, no death in GED) is left out and listed with the reason. Nothing is filled with a guess.
- Figures that disagree are settled by the layout's own rule (`ged`: ucdp, `acled`: acled, `gtd`: gtd; `--rule` chooses another); the others stay in the register.
- An allegation stays one: `suspected:`, `claims responsibility:` and the speaker stand before or behind the name, in GTD also `guncertain1`, in FollowTheMoney the role of the link.
- Private persons' names are withheld (`[name withheld]`) in every format but `records` unless you give `--names`: all whom any report of the incident's
  documents names, also in headlines, place names, weapons and claims. Titles of files and web addresses of the documents stay as they are.
- `records` is a coder's material, quotes with their offsets: it masks nothing, and `--rule` and `--as-of`, which are about incidents, are refused.
- Rows that no person has confirmed say so.

| format | what it is |
|---|---|
| `ged` | UCDP GED, 49 columns |
| `acled` | the layout of ACLED, 31 columns, one row a day (the layout only: ACLED's data are ACLED's) |
| `gtd` | the layout of the Global Terrorism Database, 135 columns, unfilled ones blank as its codebook asks |
| `plover` | PLOVER records, JSON lines |
| `ftm` | FollowTheMoney entities, JSON lines |
| `geojson` | a feature an incident; geometry null where the place is unknown |
| `csv`, `parquet` | the plain table of incidents; Parquet is GeoParquet and needs the extra `analysis` |
| `sqlite` | a clean file for Datasette: incidents, evidence, documents |
| `capture-matrix` | incident × publisher, for multiple-systems estimation |
| `records` | reports in the form of the codebook, one JSON object a document, for training and checking |
"""


def cell(text: str) -> str:
    """Make a text safe inside a Markdown table."""
    return text.replace("|", "\\|") or " "


def main() -> None:
    """Print the page."""
    print(HEAD)
    print("## `csv`, `parquet`, `geojson`, `sqlite`\n\n| column | what it holds |\n|---|---|")
    for name, meaning in COLUMNS.items():
        print(f"| `{name}` | {cell(meaning)} |")
    for name in ("ged", "acled", "gtd"):
        print(f"\n## `{name}`\n\n| column | type | blank | domain | how it is filled |\n|---|---|---|---|---|")
        for column in layout(name):
            domain = "`" + cell(column.domain[:120]) + "`" if column.domain else " "
            print(f"| `{column.name}` | {column.type} | {'yes' if column.blank else 'no'} | {domain} | {cell(column.meaning)} |")


if __name__ == "__main__":
    main()
