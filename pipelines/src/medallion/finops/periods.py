"""Spans of days that reports look at."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from medallion.errors import MedallionError


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def period_of(period: str, latest: date) -> Period:
    """`daily`, `weekly` and `monthly` end with the latest day that is known; `2026-11` is that month.

    Raises MedallionError `unknown-period`.
    """
    match period:
        case "daily":
            return Period(latest, latest)
        case "weekly":
            return Period(latest - timedelta(days=6), latest)
        case "monthly":
            return Period(latest.replace(day=1), latest)
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
        year, month = int(period[:4]), int(period[5:])
        return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    raise MedallionError(
        "unknown-period",
        f"The period is '{period}'; allowed are daily, weekly, monthly and a month as YYYY-MM.",
        "Use one of these.",
    )
