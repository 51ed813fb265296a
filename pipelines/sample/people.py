"""Contact fields of card holders. No person has them: the published data holds none, so they are generated."""

from dataclasses import dataclass
from datetime import date, timedelta

from sample.choice import number

_GIVEN = (
    *"Ada Alan Barbara Claude Dorothy Edsger Frances Grace Hedy Ida".split(),
    *"Jean Katherine Leslie Margaret Niklaus Ole Peter Radia Shafi Tim".split(),
)
_FAMILY = (
    *"Allen Bartik Cerf Dahl Engelbart Floyd Goldberg Hamilton Iverson Johnson".split(),
    *"Knuth Lamport Moore Naur Perlis Ritchie Sammet Turing Vaughan Wirth".split(),
)
_STREETS = "Main Oak Maple Cedar Elm Washington Lake Hill Park River Church Mill".split()
_DOMAINS = ("example.com", "example.net", "example.org")
# Lower and upper end of each age band of the programme; unknown ages get the whole span.
_AGES = {"19-24": (19, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55-64": (55, 64), "65+": (65, 89)}
_UNKNOWN_AGE = (19, 89)
_YEAR = 2017
# One household in so many moves, or changes its e-mail address, between two snapshots.
_MOVES = 50
_CHANGES_EMAIL = 67


@dataclass(frozen=True)
class Person:
    """What the programme knows of a card holder on the day of a snapshot."""

    name: str
    email: str
    phone: str
    street: str
    birth_date: date


def person(household: int, age_band: str | None, snapshot: int) -> Person:
    """The card holder of ``household`` at the ``snapshot``-th snapshot; the same on every machine."""
    given = _GIVEN[number("given", household) % len(_GIVEN)]
    family = _FAMILY[number("family", household) % len(_FAMILY)]
    moves = sum(number("move", household, step) % _MOVES == 0 for step in range(1, snapshot + 1))
    addresses = sum(number("mail", household, step) % _CHANGES_EMAIL == 0 for step in range(1, snapshot + 1))
    suffix = f".{addresses + 1}" if addresses else ""
    youngest, oldest = _AGES.get(age_band or "", _UNKNOWN_AGE)
    born = date(_YEAR - oldest, 1, 1) + timedelta(days=number("birth", household) % ((oldest - youngest + 1) * 365))
    # 555-0100 to 555-0199 are reserved for fiction.
    area, line = 201 + number("area", household) % 700, number("phone", household) % 100
    return Person(
        name=f"{given} {family}",
        email=f"{given}.{family}.{household}{suffix}@{_DOMAINS[number('domain', household) % len(_DOMAINS)]}".lower(),
        phone=f"+1-{area}-555-01{line:02d}",
        street=f"{1 + number('number', household, moves) % 980} "
        f"{_STREETS[number('street', household, moves) % len(_STREETS)]} Street",
        birth_date=born,
    )
