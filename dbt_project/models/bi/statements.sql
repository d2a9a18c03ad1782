-- Findings and implied values name the figures that they rest on by these keys.
{{ all_statements(['document', 'char_start', 'raw', 'label', 'sentence', 'stated_on']) }}
