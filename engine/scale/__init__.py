"""Programs on columns run where the data is: files and frames by polars, SQL in DuckDB, PostgreSQL and Spark."""
