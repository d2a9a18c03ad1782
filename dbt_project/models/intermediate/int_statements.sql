-- Every stated figure by its key: where it stands and what it says, whatever its kind.
{{ all_statements(['document_key', 'document', 'char_start', 'raw', 'stated_on', 'sentence', 'period_source']) }}
