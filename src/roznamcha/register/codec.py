"""Model types to JSON and back, strictly: what comes out is equal to what went in, and a stranger's key is an error.

Pydantic reads the model's own dataclasses, so that there is no second description of them. Defaults are left out to keep
the file small. The JSON is canonical: one value has one text, which makes it fit to derive ids from. Bytes that mean nothing in
their encoding live in texts as lone surrogates; they are written as escapes, which Python's own JSON reader takes and
pydantic's does not.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from roznamcha.errors import RegisterError
from roznamcha.model import Actor, Claimed, Count, DateValue, Person, PlaceValue, Speaker, Value, Weapon
from roznamcha.model.codebook import COUNTS

TYPE_OF_FIELD: dict[str, type[Any]] = {
    "sub_event_type": str,
    "status": str,
    "scope": str,
    "background": bool,
    "date": DateValue,
    "place": PlaceValue,
    "actor": Actor,
    "person": Person,
    **dict.fromkeys(COUNTS, Count),
    "weapon": Weapon,
    "claim": Claimed,
    "source": Speaker,
}
"""The type of value that each field of the codebook holds."""


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Build, once, the reader and writer of one type."""
    return TypeAdapter(kind)


def write_json(value: object, kind: Any) -> str:
    """Write a value of the type `kind` as canonical JSON.

    >>> write_json(Count(13, None, (("state", 13),)), Count)
    '{"low":13,"high":null,"by":[["state",13]]}'
    """
    try:
        return adapter(kind).dump_json(value, exclude_defaults=True).decode()
    except PydanticSerializationError:
        plain = adapter(kind).dump_python(value, exclude_defaults=True)
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace").decode()


def read_json(text: str, kind: Any) -> Any:
    """Read a value of the type `kind` back; raise RegisterError when the text holds anything else."""
    try:
        if "\\ud" in text:
            return adapter(kind).validate_python(json.loads(text), extra="forbid")
        return adapter(kind).validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        first = error.errors()[0]
        raise RegisterError(
            f"the register holds {text[:80]!r} where a {getattr(kind, '__name__', kind)} belongs ({first['msg']}); "
            "was it written by a later version?"
        ) from error


def write_value(field: str, value: Value) -> str:
    """Write the value of one field of the codebook."""
    return write_json(value, TYPE_OF_FIELD[field])


def read_value(field: str, text: str) -> Value:
    """Read the value of one field of the codebook; raise RegisterError when it is not one."""
    if field not in TYPE_OF_FIELD:
        raise RegisterError(f"the register holds a field {field!r} that this version does not know")
    value: Value = read_json(text, TYPE_OF_FIELD[field])
    return value
