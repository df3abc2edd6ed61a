"""Exact scores as columns of integers: a ruleset as a program that polars, DuckDB, PostgreSQL and Spark run alike."""
