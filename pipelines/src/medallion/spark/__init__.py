"""What the engine asks of Spark, Hadoop and Delta itself. Knows neither lakes nor tables."""
