-- Las apariciones con correo, por buzón: un correo es una persona, salvo que los registros muestren a varias en él.
-- The appearances with an e-mail, by mailbox: an e-mail is a person, unless the registrations show several in it.
-- grain: Una fila por aparición con correo. / One row per appearance with an e-mail.
-- appearance_key: Aparición. / Appearance.
-- mailbox: Correo o, si lo comparten varias personas, correo y nombre. / E-mail or, where several people share it, e-mail and name.
-- is_shared: Los registros muestran a varias personas en este correo. / The registrations show several people in this e-mail.
with registered_names as (
    select
        email,
        name_bag,
        string_split(name_bag, ' ') as words,
        count(*) over (partition by email) as names_of_mailbox,
    from identity.appearances
    where ledger = 'registration' and email is not null and name_kind = 'full'
),

-- Each name stands for itself or for the fullest that it agrees with. A crowd is not compared: a mailbox that registers
-- more than fifty names is an office's, and each name is somebody.
stands_for as (
    select
        one.email,
        one.name_bag,
        other.name_bag as fullest_bag,
    from registered_names as one
    inner join registered_names as other
        on one.email = other.email and name_agreement(one.words, other.words) <> 'none'
    where one.names_of_mailbox between 2 and 50 and other.names_of_mailbox between 2 and 50
    qualify
        row_number() over (
            partition by one.email, one.name_bag
            order by len(other.words) desc, other.name_bag asc
        ) = 1
    union all
    select
        email,
        name_bag,
        name_bag as fullest_bag,
    from registered_names
    where names_of_mailbox > 50
),

people_of_mailbox as (
    select distinct
        email,
        fullest_bag,
    from stands_for
    qualify count(distinct fullest_bag) over (partition by email) > 1
),

shared as (
    select distinct email,
    from people_of_mailbox
),

owned as (
    select
        appearances.appearance_key,
        people_of_mailbox.fullest_bag,
    from identity.appearances
    inner join people_of_mailbox
        on
            appearances.email = people_of_mailbox.email
            and name_agreement(
                string_split(appearances.name_bag, ' '), string_split(people_of_mailbox.fullest_bag, ' ')
            ) <> 'none'
    qualify count(*) over (partition by appearances.appearance_key) = 1
)

select
    appearances.appearance_key,
    case
        when shared.email is null then appearances.email
        -- Who shows under a shared e-mail and none of its people's names is somebody, and nobody knows who.
        else concat(appearances.email, '|', coalesce(owned.fullest_bag, appearances.appearance_key))
    end as mailbox,
    shared.email is not null as is_shared,
from identity.appearances
left join shared using (email)
left join owned using (appearance_key)
where appearances.email is not null
