"""The staging layer: Polars tables with declared schemas."""

from pipelines.staging.build import build_staging
from pipelines.staging.schemas import STAGING, SchemaViolation, conform

__all__ = ["STAGING", "SchemaViolation", "build_staging", "conform"]
