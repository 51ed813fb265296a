"""Loads the Java classes of this package into the JVM of a Spark application, without a separate build.

Spark contains a Java compiler, Janino, with which it compiles its plans. It compiles the sources in this folder once
per application, which takes a third of a second. Executors get the classes as a jar.
"""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from pyspark.sql import Column as SparkColumn
from pyspark.sql import SparkSession
from pyspark.sql.types import DataType

_PACKAGE = "medallion"
# Class loader by application id.
_LOADERS: dict[str, Any] = {}
_COMPILING = threading.Lock()


def instance(spark: SparkSession, name: str, *arguments: Any) -> Any:
    """A new object of a class of this package, created by its only constructor."""
    return _class(spark, name).getConstructors()[0].newInstance(_array(spark, "java.lang.Object", arguments))


def texts(spark: SparkSession, values: list[str | None]) -> Any:
    """A `String[]`."""
    return _array(spark, "java.lang.String", values)


def data_type(spark: SparkSession, declared: DataType) -> Any:
    inner: Any = spark._jsparkSession
    return inner.parseDataType(declared.json())


def call(
    spark: SparkSession,
    target: Any,
    method: str,
    arguments: Sequence[SparkColumn],
    returned: DataType,
    is_pure: bool = True,
) -> SparkColumn:
    """A method of a serializable object as an expression that Spark compiles into its plans.

    The method takes and returns Spark's internal values, such as `UTF8String` for a string and `InternalRow` for a
    struct. A pure one is not called when an argument is NULL; the result is then NULL. Any other is called for each
    row.
    """
    virtual: Any = spark._jvm
    expressions = virtual.org.apache.spark.sql.catalyst.expressions
    kind = virtual.org.apache.spark.sql.types.ObjectType(target.getClass())
    given: list[Any] = list(arguments)
    called = expressions.objects.Invoke(
        expressions.Literal(target, kind),
        method,
        data_type(spark, returned),
        virtual.PythonUtils.toSeq([argument._jc.expr() for argument in given]),
        virtual.PythonUtils.toSeq([]),
        is_pure,
        False,
        is_pure,
    )
    return SparkColumn(virtual.org.apache.spark.sql.Column(called))


def _class(spark: SparkSession, name: str) -> Any:
    application = str(spark.sparkContext.applicationId)
    with _COMPILING:
        if application not in _LOADERS:
            _LOADERS.clear()
            _LOADERS[application] = _load(spark)
    loader = _LOADERS[application]
    # Spark resolves the classes that its plans name with the class loader of the thread.
    virtual: Any = spark._jvm
    virtual.java.lang.Thread.currentThread().setContextClassLoader(loader)
    return loader.loadClass(f"{_PACKAGE}.{name}")


def _load(spark: SparkSession) -> Any:
    inner: Any = spark._jsparkSession
    # Executors fetch the jar with their first task. Spark deletes the folder when the application ends.
    context: Any = spark.sparkContext
    jar = Path(context._temp_dir) / "medallion.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        for name, code in _compiled(spark).items():
            archive.writestr(zipfile.ZipInfo(name), code)
    inner.sessionState().resourceLoader().addJar(jar.as_uri())
    return inner.sharedState().jarClassLoader()


def _compiled(spark: SparkSession) -> dict[str, bytes]:
    """The class files by their names in a jar."""
    virtual: Any = spark._jvm
    files = virtual.java.util.HashMap()
    resource = virtual.org.codehaus.commons.compiler.util.resource
    compiler = virtual.org.codehaus.janino.Compiler()
    classes = virtual.org.apache.spark.util.Utils.getContextOrSparkClassLoader()
    compiler.setIClassLoader(virtual.org.codehaus.janino.ClassLoaderIClassLoader(classes))
    compiler.setClassFileCreator(resource.MapResourceCreator(files))
    sources = [source for source in resources.files(__package__).iterdir() if source.name.endswith(".java")]
    units = [
        resource.StringResource(f"{_PACKAGE}/{source.name}", source.read_text(encoding="utf-8"))
        for source in sorted(sources, key=lambda source: source.name)
    ]
    compiler.compile(_array(spark, "org.codehaus.commons.compiler.util.resource.Resource", units))
    return {str(name): bytes(files[name]) for name in files}


def _array(spark: SparkSession, kind: str, values: Sequence[Any]) -> Any:
    gateway: Any = spark.sparkContext._gateway
    of_kind = gateway.jvm
    for part in kind.split("."):
        of_kind = getattr(of_kind, part)
    array = gateway.new_array(of_kind, len(values))
    for place, value in enumerate(values):
        array[place] = value
    return array
