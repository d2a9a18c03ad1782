"""What the pages ask of the whole warehouse, worked out once into a file, so that no process holds it all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from pipelines.evidence.statements import ROLES, every, hashes
from pipelines.warehouse import bound, literal, open_warehouse

#: The name under which a connection has the file.
ARRANGED = "arranged"

_ROLE = "CASE placed.kind " + " ".join(f"WHEN '{kind}' THEN '{role}'" for kind, role in ROLES.items()) + " END"

#: Tables in the order in which they are made; later ones ask earlier ones.
_TABLES = {
    # Grain: one row an indicator that statements are about.
    "stated": f"""
        SELECT indicator_code, count(*) AS statements FROM ({every("indicator_code")})
        WHERE indicator_code IS NOT NULL GROUP BY indicator_code
    """,
    # Grain: one row a finding, in the order of the pages. `row_hash` is of all that the finding itself says.
    "found": """
        SELECT row_number() OVER (ORDER BY place, stated_on DESC NULLS LAST, finding_key) - 1 AS nth,
            hash(finding) AS row_hash, finding.* EXCLUDE (place)
        FROM (
            SELECT fact.*, told.explanation_vi, told.explanation_en,
                CASE fact.verdict WHEN 'contradicted' THEN 1 WHEN 'unverifiable' THEN 2 ELSE 3 END AS place
            FROM marts.fct_findings AS fact INNER JOIN bi.findings AS told USING (finding_key)
        ) AS finding
        ORDER BY nth
    """,
    # Grain: one row a finding and statement that takes part in it, in order.
    "told": f"""
        WITH named AS (
            SELECT nth, unnest(statement_keys) AS key, generate_subscripts(statement_keys, 1) AS position
            FROM arranged.found
        ),
        placed AS (
            SELECT named.nth, named.position, stated.*
            FROM named INNER JOIN (
                {every("document_key, segment_no, document, sentence, char_start, char_end, indicator_code")}
            ) AS stated USING (key)
        )
        SELECT placed.nth, placed.position, placed.key, {_ROLE} AS role, placed.indicator_code, placed.document,
            placed.sentence, placed.char_start, placed.char_end, segment.char_start AS sentence_start,
            coalesce(nullif(about.title, ''), about.document) AS title, about.evidence_url AS page
        FROM placed
        LEFT JOIN marts.dim_segments AS segment
        ON placed.document_key = segment.document_key AND placed.segment_no = segment.segment_no
        AND placed.sentence = segment.text
        LEFT JOIN bi.documents AS about ON placed.document = about.document
        ORDER BY placed.nth, placed.position
    """,
    # Grain: one row a finding, in order. `key_of_row` is a hash of all that the list of findings shows of it.
    "findings": """
        SELECT found.* EXCLUDE (row_hash), hash(row_hash, shown.statements, shown.total) AS key_of_row
        FROM arranged.found LEFT JOIN (
            SELECT nth, count(*) AS statements,
                sum(hash(key, role, document, sentence, char_start, char_end, sentence_start, title, page)::HUGEINT)
                AS total
            FROM arranged.told GROUP BY nth
        ) AS shown USING (nth)
        ORDER BY nth
    """,
    # Grain: one row a document with statements.
    "figures": f"""
        WITH counted AS (SELECT document, count(*) AS figures FROM ({every("document")}) GROUP BY document),
        against AS (
            SELECT told.document, count(DISTINCT told.nth) AS contradictions
            FROM arranged.told INNER JOIN arranged.found USING (nth)
            WHERE found.verdict = 'contradicted' GROUP BY told.document
        )
        SELECT document, figures, coalesce(contradictions, 0) AS contradictions
        FROM counted LEFT JOIN against USING (document)
    """,
    # Grain: one row a document. The hash of all that its pages show of the warehouse, beside its text, in two parts.
    "hashes": f"""
        WITH shown AS (
            {hashes()}
            UNION ALL
            SELECT about.document, hash('documents', about, facts.licence_note)
            FROM bi.documents AS about LEFT JOIN marts.dim_documents AS facts USING (document_key)
            UNION ALL
            SELECT document, hash('flags', char_start, fact, flag, explanation) FROM audit.quality_flags
            UNION ALL
            SELECT DISTINCT told.document, found.row_hash FROM arranged.told INNER JOIN arranged.found USING (nth)
        )
        SELECT document, count(*) AS parts, sum(hash::HUGEINT)::VARCHAR AS total FROM shown GROUP BY document
    """,
    # Grain: one row a label and unit without an indicator, the most frequent first, with the place of the first.
    "unmapped": """
        WITH labels AS (
            SELECT label, unit_code, count(*) AS statements, count(DISTINCT document) AS documents,
                arg_min(
                    {'document_key': document_key, 'segment_no': segment_no, 'document': document,
                        'sentence': sentence, 'char_start': char_start, 'char_end': char_end},
                    (document, char_start, key)) AS place
            FROM (
                SELECT observation_key AS key, * FROM marts.fct_observations
                UNION ALL BY NAME SELECT target_key AS key, * FROM marts.fct_targets
            )
            WHERE indicator_code IS NULL AND label IS NOT NULL
            GROUP BY label, unit_code
        ),
        placed AS (
            SELECT labels.* EXCLUDE (place), place.document AS at_document, place.sentence AS at_sentence,
                segment.char_start AS at_sentence_start,
                place.char_start AS at_char_start, place.char_end AS at_char_end
            FROM labels LEFT JOIN marts.dim_segments AS segment
            ON place.document_key = segment.document_key AND place.segment_no = segment.segment_no
                AND place.sentence = segment.text
        )
        SELECT row_number() OVER (ORDER BY statements DESC, label, unit_code NULLS FIRST) - 1 AS nth,
            hash(placed) AS key_of_row, placed.*
        FROM placed ORDER BY nth
    """,
    # Grain: one row a label and indicator (or none), the most frequent first, with the place of the first.
    "labels": f"""
        SELECT label, indicator_code, count(*) AS statements,
            arg_min(document, row(kind_no, document, char_start)) AS document,
            arg_min(char_start, row(kind_no, document, char_start)) AS char_start
        FROM ({every("label, indicator_code, document, char_start")})
        WHERE label IS NOT NULL GROUP BY label, indicator_code
        ORDER BY statements DESC, label, indicator_code NULLS LAST
    """,
}


def arrange(warehouse: Path, file: Path, spill: Path) -> None:
    """Make ``file``, a DuckDB file of the tables above, of the published ``warehouse``; ``spill``: for what is larger
    than the memory that one connection may take. Raises WarehouseError where the warehouse cannot be read."""
    file.unlink(missing_ok=True)
    open_warehouse(warehouse).close()
    with closing(duckdb.connect()) as connection:
        bound(connection, spill)
        attach(connection, warehouse, "published", "READ_ONLY")
        attach(connection, file, ARRANGED)
        connection.execute("USE published")
        connection.execute("SET force_compression = 'uncompressed'")  # read once or twice
        for name, sql in _TABLES.items():
            connection.execute(f"CREATE TABLE {ARRANGED}.{name} AS {sql}")
        connection.execute(f"DROP TABLE {ARRANGED}.found")
        connection.execute(f"DETACH {ARRANGED}")


def attach(connection: duckdb.DuckDBPyConnection, file: Path, name: str, mode: str = "READ_WRITE") -> None:
    """Have ``file`` under ``name`` in a connection."""
    connection.execute(f"ATTACH {literal(file)} AS {name} ({mode})")
