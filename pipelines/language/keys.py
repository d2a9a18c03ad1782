"""Stable keys of statements."""

from __future__ import annotations

from hashlib import blake2b

import polars as pl


def stable_key(*parts: pl.Expr) -> pl.Expr:
    """Return a 64-bit key as 16 hexadecimal digits: the same on every machine, in every run and version."""
    joined = pl.concat_str([part.cast(pl.String).fill_null("") for part in parts], separator="\x1f")
    return joined.map_elements(lambda text: blake2b(text.encode(), digest_size=8).hexdigest(), return_dtype=pl.String)
