"""Bronze made again under another contract, aside, and swapped in by one commit. Nothing that bronze knows is lost.

A row comes from its landing file where that is there, unchanged, and still brings as many rows as bronze has of it;
else from what bronze holds of it (`own_rows`): what was erased or has outlived its retention stays away.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from medallion.bronze.ingestion import ORIGIN, checks_of, judged, partitions_of, stored
from medallion.crash_points import reached
from medallion.errors import MedallionError
from medallion.evolution.own_rows import converted
from medallion.evolution.pending import Evolution
from medallion.lake.lake import Lake
from medallion.lake.manifest import Table
from medallion.lake.scratch import scratch_lake
from medallion.lake.writing import properties_again, replace_all
from medallion.ledger import commit_note
from medallion.ledger.results import Run
from medallion.reading.batches import Batch
from medallion.reading.intents import Intent, app_id
from medallion.reading.intents import read as read_intents
from medallion.reading.landing import LandingFile, inspect_all, listing
from medallion.reading.parsing import FILE
from medallion.sources.registry import read
from medallion.spark.dataframes import of_records
from medallion.spark.transactions import state

# A replay writes a row again, under the batch it came by.
_REPLAYED = r"^replay/\d+/"
_BATCH = "_batch"
# What only the landing file says: how a value was spelled, what was not kept.
_OF_LANDING = ("reading-changed", "drift-changed")


def rebuild(lake: Lake, table: Table, evolution: Evolution, run: Run) -> str:
    """Says what the rows were made from. Raises MedallionError `evidence-missing`."""
    location = lake.location(table)
    own = lake.spark.read.format("delta").load(location)
    own = own.withColumn(_BATCH, F.regexp_replace("_batch_id", _REPLAYED, ""))
    files = [] if any(change.what == "column-renamed" for change in evolution.changes) else _intact(lake, table)
    with scratch_lake(lake, run.id, table) as scratch:
        place = scratch.location(table)
        read_again = _read_again(lake, table, own, files, place) if files else []
        covered = of_records(lake.spark, read_again, f"_source_file string, {_BATCH} string")
        rest = own.join(F.broadcast(covered), ["_source_file", _BATCH], "left_anti") if read_again else own
        left = rest.count()
        if left and any(change.what in _OF_LANDING for change in evolution.changes):
            raise MedallionError(
                "evidence-missing",
                f"{table.name} is to be read another way ({evolution.told}), but the landing files of {left} of its "
                "rows are not there any more, or have changed.",
                "Deliver the files again to their places, or declare the new way of reading in a table of its own.",
            )
        declared = [column["name"] for column in evolution.before["columns"]]
        # A replay under the new contract may have added a column already.
        declared += [name for name in table.column_names if name in own.columns and name not in declared]
        frames = []
        if read_again:
            rows = lake.spark.read.format("delta").load(place)
            frames.append(rows.join(F.broadcast(covered), ["_source_file", _BATCH], "left_semi").drop(_BATCH))
        if left or not read_again:
            checks = checks_of(table)
            made = judged(converted(rest, table, declared, ORIGIN), checks)
            frames.append(stored(table, made, {name: F.col(name) for name in ORIGIN}))
        whole = frames[0] if len(frames) == 1 else frames[0].unionByName(frames[1])
        reached(f"{table.name}:before-replace")
        properties = properties_again(lake, table, is_evolution=True)
        told = f"{evolution.told}; made again from {len(read_again)} landing files and {left} rows of its own"
        noted = commit_note.note(mode=evolution.kind if evolution.changes else "", mode_reason=told)
        options = {} if noted is None else {"userMetadata": noted}
        replace_all(whole, location, properties, partitions_of(table), options)
        reached(f"{table.name}:after-replace")
    return told


def _intact(lake: Lake, table: Table) -> list[tuple[LandingFile, str]]:
    """Landing files that are as they were when they were taken, with the batch they belong to."""
    assert table.source is not None
    done = state(lake.spark, lake.location(table)).committed(app_id(table.name))
    past = [intent for intent in read_intents(lake).get(table.name, []) if intent.n <= done]
    if table.source.kind != "files" or not past:
        return []
    try:
        present = {(file.path, file.identity): file for file in listing(lake, table)}
    except MedallionError:
        # The folder is gone with all that was in it.
        return []
    taken = {(file.path, file.identity): intent.batch_id for intent in past for file in intent.files}
    return [(present[key], batch) for key, batch in taken.items() if key in present]


def _read_again(
    lake: Lake, table: Table, own: DataFrame, files: Sequence[tuple[LandingFile, str]], place: str
) -> list[dict[str, str]]:
    """Writes the rows of the files to `place`. Returns those files, with their batch, that bring what bronze has."""
    landing = [file for file, _ in files]
    batch = Batch(Intent(table.name, 0, 0, tuple(landing)), tuple(inspect_all(lake, table, landing)), is_promised=True)
    records = [{"f": file.path, _BATCH: number} for file, number in files]
    batches = of_records(lake.spark, records, f"f string, {_BATCH} string")
    origin = own.groupBy(F.col("_source_file").alias("of"), F.col(_BATCH).alias("by")).agg(
        F.count(F.lit(1)).alias("had"), *[F.min(name).alias(f"was{name}") for name in ORIGIN if name != "_batch_id"]
    )
    known = batches.join(origin, (F.col("f") == F.col("of")) & (F.col(_BATCH) == F.col("by"))).localCheckpoint()
    rows = read(lake, table, batch).join(F.broadcast(known), F.col(FILE) == F.col("f"))
    made = judged(rows, checks_of(table))
    named = {name: F.col(f"was{name}") for name in ORIGIN if name != "_batch_id"}
    result = stored(table, made, {**named, "_batch_id": F.col(_BATCH)}).withColumn(_BATCH, F.col("_batch_id"))
    result.write.format("delta").save(place)
    counts = lake.spark.read.format("delta").load(place).groupBy("_source_file", _BATCH).count()
    equal = (F.col("_source_file") == F.col("f")) & (counts[_BATCH] == known[_BATCH]) & (F.col("count") == F.col("had"))
    return [
        {"_source_file": row["f"], _BATCH: row["by"]} for row in counts.join(known, equal).select("f", "by").collect()
    ]
