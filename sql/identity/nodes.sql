-- Lo que ya es una sola cosa antes de comparar: un buzón, o una aparición sin correo.
-- What is one thing before anything is compared: a mailbox, or an appearance without an e-mail.
-- grain: Una fila por aparición. / One row per appearance.
-- appearance_key: Aparición. / Appearance.
-- node: El buzón o, sin correo, la aparición. / The mailbox or, without an e-mail, the appearance.
-- is_shared: El buzón es de varias personas. / The mailbox is several people's.
with told_apart as (
    select least(former.appearance_key, latter.appearance_key) as appearance_key,
    from raw.person_decisions
    inner join identity.appearances as former on person_decisions.one = former.handle
    inner join identity.appearances as latter on person_decisions.other = latter.handle
    where person_decisions.decision = 'refuse' and former.email = latter.email
),

-- Of two people whom somebody told apart under one e-mail the one on the call leaves the mailbox to the registrant.
leaving as (
    select distinct appearance_key,
    from told_apart
)

select
    appearances.appearance_key,
    coalesce(leaving.appearance_key, mailboxes.mailbox, appearances.appearance_key) as node,
    coalesce(mailboxes.is_shared, false) or leaving.appearance_key is not null as is_shared,
from identity.appearances
left join identity.mailboxes using (appearance_key)
left join leaving using (appearance_key)
