-- Observations and targets in one, as the facts hold them.
{{ all_levels() }}
