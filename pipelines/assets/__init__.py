"""Thin Dagster assets, one module a layer: extract, staging, models, checks, publish."""
