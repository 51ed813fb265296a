"""A run that stops between two commits: the next one makes the lake what it would have been."""

from __future__ import annotations

from tests.crashes import dying_at
from tests.lakes import HouseLake, user


def test_a_promise_whose_file_has_changed_is_put_together_anew(house: HouseLake) -> None:
    house.deliver_csv("users/a.csv", [user(1)])
    with dying_at("bronze.users:before"):
        house.run("bronze.users")
    house.deliver_csv("users/a.csv", [user(1), user(2)])
    result = house.one("bronze.users")
    assert (result.rows_in, result.version) == (2, 0)
    assert "put together anew" in result.warnings[0]
    assert house.one("bronze.users").status == "unchanged"
