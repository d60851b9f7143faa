-- Pares que una llave exacta hace una persona: teléfono, correo con un error de tecleo, o una decisión.
-- Pairs that an exact key makes one person: telephone, e-mail with a slip of the keyboard, or a decision.
-- grain: Una fila por par y regla. / One row per pair and rule.
-- one: Nodo, el primero por orden alfabético. / Node, the first in alphabetical order.
-- other: El otro nodo. / The other node.
-- link_rule: telephone, email_typo, decided. / telephone, email_typo, decided.
with named as (
    select
        nodes.node,
        nodes.is_shared,
        appearances.appearance_key,
        appearances.handle,
        appearances.email,
        appearances.name_bag,
        string_split(appearances.name_bag, ' ') as words,
    from identity.nodes
    inner join identity.appearances using (appearance_key)
),

telephones as (
    select distinct
        appearance_rows.telephone,
        named.node,
        named.words,
    from identity.appearance_rows
    inner join named using (appearance_key)
    where appearance_rows.telephone is not null and named.words is not null
    -- A number that thirty people give is a switchboard's.
    qualify count(*) over (partition by appearance_rows.telephone) <= 30
),

by_telephone as (
    select
        former.node as one,
        latter.node as other,
        'telephone' as link_rule,
    from telephones as former
    inner join telephones as latter on former.telephone = latter.telephone and former.node < latter.node
    where name_agreement(former.words, latter.words) <> 'none'
),

mails as (
    select distinct
        node,
        email,
        split_part(email, '@', 1) as mailbox_name,
        name_bag,
        words,
    from named
    where email is not null and not is_shared and len(words) >= 2
),

by_slip as (
    select
        former.node as one,
        latter.node as other,
        'email_typo' as link_rule,
    from mails as former
    inner join mails as latter on former.name_bag = latter.name_bag and former.node < latter.node
    where is_email_slip(former.email, latter.email)
    union all
    select
        former.node as one,
        latter.node as other,
        'email_typo' as link_rule,
    from mails as former
    inner join mails as latter on former.mailbox_name = latter.mailbox_name and former.node < latter.node
    where is_email_slip(former.email, latter.email) and name_agreement(former.words, latter.words) <> 'none'
),

decided as (
    select
        least(one.node, other.node) as one,
        greatest(one.node, other.node) as other,
        person_decisions.decision,
    from raw.person_decisions
    inner join named as one on person_decisions.one = one.handle
    inner join named as other on person_decisions.other = other.handle
    where one.node <> other.node
),

linked as (
    select *, from by_telephone
    union all
    select *, from by_slip
    union all
    select
        one,
        other,
        'decided',
    from decided
    where decision = 'confirm'
),

refused as (
    select *,
    from decided
    where decision = 'refuse'
)

select distinct
    linked.one,
    linked.other,
    linked.link_rule,
from linked
anti join refused
    on linked.one = refused.one and linked.other = refused.other
