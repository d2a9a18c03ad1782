{# Each key that the contract of the model declares and the database does not hold by itself (macros/keys.sql): a failing
   row is a value of the primary key that stands twice, or one of a foreign key that the parent does not have. A column's
   meta `within` names the column in which its values stand: of the same table, or, with the name of one, of another. #}
{% test keys_hold(model) %}
{%- set unique, foreign = [], [] -%}
{%- if execute -%}
    {%- set models = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- do models.update({node.name: node}) -%}
    {%- endfor -%}
    {%- set declared = models[model.identifier] -%}
    {%- for rule in declared.constraints if rule.type == 'primary_key' -%}
        {%- do unique.append(rule.columns | join(', ')) -%}
    {%- endfor -%}
    {%- for name, column in declared.columns.items() -%}
        {%- for rule in column.constraints -%}
            {%- if rule.type == 'primary_key' and keys_are_tested(declared) -%}
                {%- do unique.append(name) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if column.meta.within -%}
            {%- set place = column.meta.within.split('.') -%}
            {%- set parent = models[place[0]] if place[1:] else declared -%}
            {%- set relation = api.Relation.create(schema=parent.schema, identifier=parent.alias) -%}
            {%- do foreign.append((name, relation, place[-1])) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endif -%}
{%- for names in unique %}
select '{{ names }}' as key_columns, concat_ws(', ', {{ names }}) as key_value
from {{ model }}
group by {{ names }}
having count(*) > 1
union all
{%- endfor %}
{%- for name, parent, key in foreign %}
select '{{ name }}' as key_columns, child.{{ name }} as key_value
from {{ model }} as child
anti join {{ parent }} as parent on child.{{ name }} = parent.{{ key }}
where child.{{ name }} is not null
union all
{%- endfor %}
select null as key_columns, null as key_value where false
{% endtest %}
