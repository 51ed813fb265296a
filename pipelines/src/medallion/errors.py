"""The only error type that a user sees."""

from __future__ import annotations


class MedallionError(Exception):
    """An error that a person can fix.

    `code` is stable and kebab-case, `message` names the thing, the value and what is allowed, `remedy` begins with a
    verb.
    """

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message, "remedy": self.remedy}
