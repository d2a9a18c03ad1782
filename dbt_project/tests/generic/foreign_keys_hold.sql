{# Each foreign key that the contract of the model declares; a failing row is a value that the parent does not have. #}
{% test foreign_keys_hold(model) %}
{%- set keys = [] -%}
{%- if execute -%}
    {%- set models = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- do models.update({node.name: node}) -%}
    {%- endfor -%}
    {%- for name, column in models[model.identifier].columns.items() -%}
        {%- for rule in column.constraints if rule.type == 'foreign_key' -%}
            {%- set parent = models[rule.to | replace("ref('", "") | replace("')", "")] -%}
            {%- set relation = api.Relation.create(
                database=parent.database, schema=parent.schema, identifier=parent.alias
            ) -%}
            {%- do keys.append((name, relation, rule.to_columns[0])) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif -%}
{%- for name, parent, key in keys %}
select '{{ name }}' as foreign_key, child.{{ name }} as missing
from {{ model }} as child
anti join {{ parent }} as parent on child.{{ name }} = parent.{{ key }}
where child.{{ name }} is not null
{%- if not loop.last %}
union all
{%- endif %}
{%- else %}
select null as missing where false
{%- endfor %}
{% endtest %}
