"""Starts the engine that the first argument names, asks it `select 1`, says so, and stays until its standard input closes."""
import sys


def sail():
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    spark = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
    spark.sql("select 1").toArrow()
    return server


def spark(cores):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    spark = builder.getOrCreate()
    spark.sql("select 1").collect()
    return spark


def duckdb():
    import duckdb

    duckdb.sql("select 1").fetchall()


name, *arguments = sys.argv[1:]
# Sail stops when the object is collected, so it keeps a name.
kept = {"sail": sail, "spark": spark, "duckdb": duckdb}[name](*arguments)
print("answered", flush=True)
sys.stdin.read()
