"""The first look at a JSON line: is it what its values would be written as?

A machine writes all lines of a file alike: the same keys in the same order with the same white space. The first lines
of the files tell this template. A line is cut at its commas, or at its quotes; each value is taken from the piece where
the template has it, and all are written into the template again. Where that gives the line, byte for byte, the line is
one JSON object with these keys and values and nothing besides.

Why that is a proof: what is written for a value never has the character in it that lines are cut at. So a line that
equals its writing is cut just where the template is, and what is written for a value is the text it was read from. Only
a text that says the value, and all of it, is ever written: an integer, a truth value and a floating-point number as
Spark writes them, a decimal number that the declared type holds exactly, a string without escapes, a date that can be
read. Anything else is written `null`, which is the text of a NULL only. A line that does not fit has lost nothing but
time: it is parsed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import DecimalType, DoubleType, FloatType

from medallion import casting
from medallion.jsonl_field import REST, Field
from medallion.parsing import FILE, LINE, OFFSET

# Columns `r0`, `r1`, ...: the value of a key in a line that fits.
READ = "r"
_FITS = "_fits"
_PIECES = "_pieces"
# Of so many lines the template is taken: a batch may have thousands of files.
_MOST_LINES = 1000
# A longer line may have more in it than the JSON parser takes.
_LONGEST_LINE = 1 << 20
# Single characters: at them Java splits without a regular expression.
_COMMA, _QUOTE = ",", '"'
_NULL = "null"
_PAIR = re.compile(r'"(?P<key>[^"\\]*)"\s*:\s*(?P<value>"[^"\\]*"|[^\s",{}\[\]]+)')
# JSON has control characters, quotes and backslashes in a string only as escapes.
_PLAIN = r'[^\x00-\x1f"\\]*'


@dataclass(frozen=True)
class Place:
    """A value is in the piece of this number, with so many bytes before and after it. `is_inside` the quotes of a
    string: they are part of the template, and the value is no NULL."""

    key: str
    piece: int
    before: int
    after: int
    is_inside: bool


@dataclass(frozen=True)
class Template:
    """`literals` stand before each value and after the last one of a line, which is cut at the character `cut`."""

    cut: str
    places: tuple[Place, ...]
    literals: tuple[str, ...]


def template_of(head: Sequence[str], fields: Sequence[Field]) -> Template | None:
    """The template of the first lines; None where it is not the same for half of them."""
    known = {field.name: field for field in fields}
    lines = [line for line in head if line.strip()][:_MOST_LINES]
    found = Counter(template for line in lines for template in _templates(line, known)).most_common(1)
    return found[0][0] if found and found[0][1] * 2 >= len(lines) else None


def _templates(line: str, known: Mapping[str, Field]) -> list[Template]:
    """One for each way to cut the line that leaves its values whole; none where it has what no template can have."""
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError):
        return []
    pairs = list(_PAIR.finditer(line))
    keys = [pair["key"] for pair in pairs]
    # An escape, a repeated key or a key inside of a value make these keys other than the parsed ones.
    if not isinstance(parsed, dict) or keys != list(parsed) or not all(key in known for key in keys):
        return []
    if not all(_is_regular(parsed[pair["key"]], pair["value"], known[pair["key"]]) for pair in pairs):
        return []
    cuts = [_QUOTE] if any(_COMMA in pair["value"] for pair in pairs) else [_COMMA, _QUOTE]
    return [_template(line, pairs, cut) for cut in cuts]


def _is_regular(value: object, text: str, field: Field) -> bool:
    if isinstance(value, dict | list) or isinstance(field.target, FloatType):
        return False
    return value is None or field.is_text == text.startswith(_QUOTE)


def _template(line: str, pairs: Sequence[re.Match[str]], cut: str) -> Template:
    places, literals, done = [], [], 0
    for pair in pairs:
        start, end = pair.span("value")
        is_inside = cut == line[start] == _QUOTE
        if is_inside:
            start, end = start + 1, end - 1
        next_cut = line.find(cut, end)
        before = line[line.rfind(cut, 0, start) + 1 : start]
        after = line[end:] if next_cut < 0 else line[end:next_cut]
        number = line.count(cut, 0, start)
        places.append(Place(pair["key"], number, len(before.encode()), len(after.encode()), is_inside))
        literals.append(line[done:start])
        done = end
    return Template(cut, tuple(places), (*literals, line[done:]))


def first_look(lines: DataFrame, template: Template, fields: Sequence[Field]) -> DataFrame:
    """LINE, FILE and OFFSET of each line, REST where it does not fit, and where it does the template's values, READ."""
    known = {field.name: field for field in fields}
    found = [(known[place.key], place) for place in template.places]
    # A step for each thing that the next one needs more than once.
    pieces = lines.select(LINE, FILE, OFFSET, F.split(LINE, template.cut).alias(_PIECES))
    texts = pieces.select(LINE, FILE, OFFSET, *[_text(place).alias(f"t{field.place}") for field, place in found])
    values = texts.select("*", *[_value(field, place).alias(f"f{field.place}") for field, place in found])
    judged = values.select("*", _fits(template, [_written(field, place) for field, place in found]).alias(_FITS))
    read = [F.when(F.col(_FITS), F.col(f"f{field.place}")).alias(f"{READ}{field.place}") for field, _ in found]
    return judged.select(LINE, FILE, OFFSET, F.when(~F.col(_FITS), F.col(LINE)).alias(REST), *read)


def _fits(template: Template, written: Sequence[SparkColumn]) -> SparkColumn:
    parts = [part for literal, text in zip(template.literals, written, strict=False) for part in (F.lit(literal), text)]
    is_same = F.col(LINE) == F.concat(*parts, F.lit(template.literals[-1]))
    return F.coalesce((F.octet_length(LINE) <= _LONGEST_LINE) & is_same, F.lit(False))


def _text(place: Place) -> SparkColumn:
    return _inner(F.get(F.col(_PIECES), F.lit(place.piece)), place.before, place.after)


def _inner(text: SparkColumn, before: int, after: int) -> SparkColumn:
    """Without some bytes at both ends. Of bytes, because for a text Spark counts characters from the beginning."""
    if before == after == 0:
        return text
    length = F.octet_length(text) - (before + after)
    return F.call_function("substring", text.cast("binary"), F.lit(before + 1), length).cast("string")


def _value(field: Field, place: Place) -> SparkColumn:
    text = F.col(f"t{field.place}")
    if not field.is_text:
        return text.cast(field.target)
    content = text if place.is_inside else _inner(text, 1, 1)
    if field.is_string and not place.is_inside:
        content = F.when(text != _NULL, content)
    return casting.parse(content, field.target, field.pattern)


def _written(field: Field, place: Place) -> SparkColumn:
    text, value = F.col(f"t{field.place}"), F.col(f"f{field.place}")
    if field.is_text:
        plain = _PLAIN if place.is_inside else f'"{_PLAIN}"'
        written = F.when(value.isNotNull() & text.rlike(rf"^{plain}\z"), text)
    elif isinstance(field.target, DecimalType):
        written = F.when(text.rlike(_number(field.target)), text)
    elif isinstance(field.target, DoubleType):
        # Half of the writers leave out the fraction of a whole number. The parser takes it for an integer, and of those
        # none is a negative zero.
        exact = value.cast("string")
        written = F.when((exact == text) | ((exact == F.concat(text, F.lit(".0"))) & (text != "-0")), text)
    else:
        written = value.cast("string")
    # An undeclared key is rescued, with what it has; a NULL is left to the parser.
    return F.coalesce(written, F.lit(_NULL)) if field.declared and not place.is_inside else written


def _number(target: DecimalType) -> str:
    """JSON numbers that the type holds exactly."""
    whole, scale = target.precision - target.scale, target.scale
    integer = f"(0|[1-9][0-9]{{0,{whole - 1}}})" if whole else "0"
    return rf"^-?{integer}([.][0-9]{{1,{scale}}})?\z" if scale else rf"^-?{integer}\z"
