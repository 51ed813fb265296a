"""What is worth writing for the JVM itself: Java that Spark's own compiler compiles when a step first needs it."""
