-- Las personas que las llaves exactas reconocen, antes de comparar nombres.
-- The people whom exact keys recognise, before names are compared.
-- grain: Una fila por aparición. / One row per appearance.
-- appearance_key: Aparición. / Appearance.
-- node: Su buzón o ella misma. / Its mailbox or itself.
-- seed: La persona: el primero de los nodos que las llaves unen. / The person: the first of the nodes that keys join.
-- link_rule: La llave: email, telephone, email_typo, decided; NULL si ninguna la une a nada. / The key: email, telephone, email_typo, decided; NULL where none joins it to anything.
-- is_known: Alguna de sus apariciones tiene correo o es un registro: sirve de persona conocida. / One of its appearances has an e-mail or is a registration: it serves as a person known.
-- is_registered: Alguna de sus apariciones es un registro. / One of its appearances is a registration.
-- has_email: Alguna de sus apariciones tiene correo. / One of its appearances has an e-mail.
with recursive links as (
    select
        one,
        other,
        link_rule,
    from identity.exact_links
    union all
    select
        other,
        one,
        link_rule,
    from identity.exact_links
),

reached as (
    select distinct
        one as node,
        one as seed,
    from links
    union
    select
        links.other,
        reached.seed,
    from reached
    inner join links on reached.node = links.one
),

joined as (
    select
        node,
        min(seed) as seed,
    from reached
    group by node
),

rules as (
    select
        one as node,
        min(link_rule) as link_rule,
    from links
    group by one
),

gathered as (
    select
        nodes.appearance_key,
        nodes.node,
        coalesce(joined.seed, nodes.node) as seed,
        appearances.email,
        appearances.ledger,
        rules.link_rule,
        max(case when appearances.ledger = 'registration' then 1 else 0 end) over node_rows = 1 as is_node_registered,
    from identity.nodes
    inner join identity.appearances using (appearance_key)
    left join joined using (node)
    left join rules using (node)
    window node_rows as (partition by nodes.node)
)

select
    appearance_key,
    node,
    seed,
    case
        when email is not null and (is_node_registered or link_rule is null) then 'email'
        else link_rule
    end as link_rule,
    bool_or(email is not null or ledger = 'registration') over seed_rows as is_known,
    bool_or(ledger = 'registration') over seed_rows as is_registered,
    bool_or(email is not null) over seed_rows as has_email,
from gathered
window seed_rows as (partition by seed)
