"""The declared schema of every staging table: the contract between the reader and the warehouse.

Offsets are Unicode code points into the document's canonical text; ``text[char_start:char_end] == raw``.
Values are in base units (``37 nghìn tỷ đồng`` is 37000000000000 ``VND``). Dates are inclusive on both ends.
Keys are stable hashes of document content, span and ordinal: the same on every machine and in every run.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from polars.datatypes import DataTypeClass

Schema = Mapping[str, pl.DataType | DataTypeClass]

AMOUNT = pl.Decimal(38, 6)

#: Grain: one row a document. Key: document.
STG_DOCUMENTS: Schema = {
    "document": pl.String,  # file name, relative to the landing folder
    "document_key": pl.String,  # hash of the canonical text
    "title": pl.String,
    "publisher": pl.String,
    "source_url": pl.String,
    "event": pl.String,
    "event_on": pl.Date,
    "published_on": pl.Date,
    "reporting_start": pl.Date,
    "reporting_end": pl.Date,
    "stated_on": pl.Date,  # published, else event, else end of the reporting period
    "licence_note": pl.String,
    "sha256": pl.String,  # of the bytes as delivered
    "encoding": pl.String,
    "characters": pl.Int64,
    "numerals": pl.Int64,
    "text": pl.String,  # canonical text
}

#: Grain: one row a heading, list item, sentence, caption or piece of page furniture. Key: document, segment_no.
STG_SEGMENTS: Schema = {
    "document": pl.String,
    "segment_no": pl.Int64,
    "kind": pl.String,  # heading | list_item | sentence | boilerplate
    "paragraph_no": pl.Int64,
    "heading_no": pl.Int64,  # segment_no of the heading that governs it
    "char_start": pl.Int64,
    "char_end": pl.Int64,
    "text": pl.String,
}

#: Grain: one row a numeral of a document. Key: document, char_start.
STG_NUMERALS: Schema = {
    "document": pl.String,
    "segment_no": pl.Int64,
    "char_start": pl.Int64,
    "char_end": pl.Int64,
    "raw": pl.String,
    "role": pl.String,
    "rule": pl.String,  # the rule that settled the role
}

_SPAN: Schema = {
    "document": pl.String,
    "segment_no": pl.Int64,
    "char_start": pl.Int64,
    "char_end": pl.Int64,
    "raw": pl.String,
}

#: Grain: one row a stated level. Key: observation_key; also document, char_start.
STG_OBSERVATIONS: Schema = {
    **_SPAN,
    "observation_key": pl.String,
    "indicator_code": pl.String,  # null where the catalogue has none
    "label": pl.String,
    "value": AMOUNT,
    "value_high": AMOUNT,  # ranges only
    "half_digit": AMOUNT,  # half a unit of the last printed digit, in base units
    "other_value": AMOUNT,  # the reading not chosen, where the numeral allows two
    "unit_code": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "period_basis": pl.String,
    "period_source": pl.String,  # clause | sentence | paragraph | section | document | none
    "status": pl.String,  # actual | estimated | preliminary | forecast | target
    "bound": pl.String,  # exact | approx | at_most | at_least | range
    "out_of": AMOUNT,
    "total_char_start": pl.Int64,  # the level this one is stated as a part of
    "converts_char_start": pl.Int64,  # the level this one restates in another unit
    "prior_of_char_start": pl.Int64,  # the level whose earlier value this one is
    "sentence": pl.String,
    "rule": pl.String,
}

#: Grain: one row a stated growth or decline and subject. Key: change_key; also document, char_start, ordinal.
STG_CHANGES: Schema = {
    **_SPAN,
    "ordinal": pl.Int64,  # 0, or more where one growth is stated of several subjects
    "change_key": pl.String,
    "indicator_code": pl.String,
    "label": pl.String,
    "observation_char_start": pl.Int64,
    "direction": pl.String,  # up | down | flat
    "amount": AMOUNT,
    "amount_high": AMOUNT,
    "half_digit": AMOUNT,
    "amount_unit": pl.String,  # percent | percentage_point | times | percent_of | a unit; null in words
    "period_start": pl.Date,  # the period that changed
    "period_end": pl.Date,
    "reference_start": pl.Date,  # the period compared with
    "reference_end": pl.Date,
    "bound": pl.String,
    "sentence": pl.String,
    "rule": pl.String,
}

#: Grain: one row a stated share of a whole. Key: share_key; also document, char_start.
STG_SHARES: Schema = {
    **_SPAN,
    "share_key": pl.String,
    "indicator_code": pl.String,  # of the part
    "label": pl.String,
    "observation_char_start": pl.Int64,  # the part's level
    "whole_indicator_code": pl.String,
    "whole_label": pl.String,
    "whole_char_start": pl.Int64,  # the whole's level, where one is stated nearby
    "percent": AMOUNT,
    "half_digit": AMOUNT,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "status": pl.String,
    "bound": pl.String,
    "sentence": pl.String,
    "rule": pl.String,
}

#: Grain: one row a stated completion of a plan. Key: plan_completion_key; also document, char_start.
STG_PLAN_COMPLETIONS: Schema = {
    **_SPAN,
    "plan_completion_key": pl.String,
    "indicator_code": pl.String,
    "label": pl.String,
    "observation_char_start": pl.Int64,
    "percent": AMOUNT,
    "half_digit": AMOUNT,
    "plan_year": pl.Int64,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "status": pl.String,
    "bound": pl.String,
    "sentence": pl.String,
    "rule": pl.String,
}

#: Grain: one row a file that could not be read. Key: document.
STG_QUARANTINE: Schema = {
    "document": pl.String,
    "sha256": pl.String,
    "reason_code": pl.String,  # empty | binary | unknown_encoding | duplicate | missing_file | wrong_checksum | …
    "reason": pl.String,
    "remedy": pl.String,
}

STAGING: Mapping[str, Schema] = {
    "stg_documents": STG_DOCUMENTS,
    "stg_segments": STG_SEGMENTS,
    "stg_numerals": STG_NUMERALS,
    "stg_observations": STG_OBSERVATIONS,
    "stg_changes": STG_CHANGES,
    "stg_shares": STG_SHARES,
    "stg_plan_completions": STG_PLAN_COMPLETIONS,
    "stg_quarantine": STG_QUARANTINE,
}


class SchemaViolation(ValueError):
    """A staging table does not have the declared columns, types or keys."""


def conform(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` with the declared columns of staging table ``name``, in order; raise where it cannot."""
    schema = STAGING[name]
    missing = [column for column in schema if column not in frame.columns]
    surplus = [column for column in frame.columns if column not in schema]
    if missing or surplus:
        raise SchemaViolation(f"{name}: missing columns {missing}, undeclared columns {surplus}")
    wrong = {
        column: (str(frame.schema[column]), str(dtype))
        for column, dtype in schema.items()
        if frame.schema[column] != dtype
    }
    if wrong:
        raise SchemaViolation(f"{name}: wrong types (found, declared): {wrong}")
    return frame.select(list(schema))
