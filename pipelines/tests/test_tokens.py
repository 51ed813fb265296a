"""Tokens equal the HMAC of the standard library, and the key is never shown."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
from dataclasses import replace
from pathlib import Path

import pytest
from medallion.errors import MedallionError
from medallion.lake.tokens import load_key, token, with_key
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from tests.lakes import KEY, HouseLake


def test_tokens_equal_the_standard_librarys_hmac(spark: SparkSession) -> None:
    key = bytes.fromhex(KEY)
    texts = ["maud@example.com", "", "Zoë Ångström", "x" * 200, None]
    frame = spark.createDataFrame([(text,) for text in texts], "text string").coalesce(1)
    found = [row[0] for row in with_key(frame, key).select(token(F.col("text"))).collect()]
    assert found == [
        None if text is None else hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for text in texts
    ]


def test_no_plan_and_no_setting_contains_the_key(spark: SparkSession, house: HouseLake) -> None:
    frame = with_key(spark.createDataFrame([("a",)], "text string"), load_key(spark, house.lake.binding))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        frame.select(token(F.col("text"))).explain("extended")
    pads = [bytes(byte ^ pad for byte in bytes.fromhex(KEY)) for pad in (0x36, 0x5C)]
    shown = printed.getvalue() + repr(spark.sparkContext.getConf().getAll())
    assert "Physical Plan" in shown
    for secret in (bytes.fromhex(KEY), *pads):
        # Hexadecimal, as Spark prints binary literals, and as a list of signed bytes.
        assert secret.hex().upper()[:16] not in shown.upper()
        assert ",".join(str(byte - 256 if byte > 127 else byte) for byte in secret[:6]) not in shown.replace(" ", "")


def test_fails_without_a_key_file(spark: SparkSession, house: HouseLake) -> None:
    (house.home / "keys/token.key").unlink()
    with pytest.raises(MedallionError, match=r"token\.key does not exist"):
        load_key(spark, house.lake.binding)


@pytest.mark.parametrize("content", ["", "abc", KEY + "00"])
def test_fails_with_a_damaged_key_and_does_not_show_it(spark: SparkSession, house: HouseLake, content: str) -> None:
    (house.home / "keys/token.key").write_text(content)
    with pytest.raises(MedallionError, match="64 hexadecimal") as caught:
        load_key(spark, house.lake.binding)
    assert not content or content not in str(caught.value)


def test_fails_to_read_a_vault_outside_a_pool(spark: SparkSession, house: HouseLake) -> None:
    binding = replace(house.lake.binding, token_key={"kind": "keyVault", "vault": "v", "secret": "s"})
    with pytest.raises(MedallionError, match="only be read on a Synapse Spark pool"):
        load_key(spark, binding)


def test_a_key_file_is_read(spark: SparkSession, house: HouseLake) -> None:
    assert load_key(spark, house.lake.binding) == bytes.fromhex(Path(house.home / "keys/token.key").read_text())
