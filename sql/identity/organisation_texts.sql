-- Cada nombre escrito de organización, sin forma legal ni siglas, con sus palabras e iniciales.
-- Each written name of an organisation, without legal form and acronym, with its words and initials.
-- grain: Una fila por texto escrito en un formulario, un registro o una decisión. / One row per text written in a form, a register or a decision.
-- text: El texto tal como se escribió. / The text as written.
-- bare_key: El nombre como clave, sin forma legal, siglas ni abreviaturas; NULL si no nombra a nadie. / The name as a key, without legal form, acronym and short forms; NULL where it names nobody.
-- national_type: Tipo de actor de un organismo conocido en todo el país por ese nombre; NULL si no lo es. / Actor type of a body that the whole country knows by this name; NULL where it is none.
-- words: Sus palabras sin partículas. / Its words without particles.
-- initials: Las iniciales de esas palabras; NULL si son menos de tres. / The initials of those words; NULL where fewer than three.
-- acronym: Las siglas que el texto explica, por ejemplo entre paréntesis. / The acronym that the text explains, in brackets for example.
-- legal_form: Forma legal. / Legal form.
-- legal_actor_type: Tipo de actor que dice la forma legal. / Actor type that the legal form tells.
-- is_acronym: Es una sola palabra que puede ser siglas. / It is one word that may be an acronym.
-- is_letters: Y no puede ser otra cosa. / And can be nothing else.
-- nobody_type: Para quien no nombra organización, el tipo de actor que eso dice; NULL si no dice ninguno. / Of a text that names no organisation, the actor type that this tells; NULL where it tells none.
with written as (
    select organisation as text,
    from staging.registrations
    where organisation is not null
    union
    select name,
    from reference.osc
    where name is not null
    union
    select written,
    from raw.organisation_decisions
),

parted as (
    select
        text,
        text_key(regexp_replace(text, '\([^()]*\)?', ' ', 'g')) as outside,
        text_key(regexp_extract(text, '\(([^()]*)', 1)) as inside,
    from written
),

-- «RUM (Red Única de Mujeres)»: what has several words is the name.
named as (
    select
        text,
        case when outside is null or (not contains(outside, ' ') and contains(inside, ' ')) then inside else outside end
            as name_key,
        case when outside is null or (not contains(outside, ' ') and contains(inside, ' ')) then outside else inside end
            as beside,
    from parted
),

forms as (
    select
        text_key(wording) as form_key,
        legal_form,
        actor_type,
    from raw.legal_forms
),

endings as (
    select
        named.text,
        forms.form_key,
        forms.legal_form,
        forms.actor_type,
    from named
    inner join forms on ends_with(named.name_key, ' ' || forms.form_key) or named.beside = forms.form_key
    qualify row_number() over (
        partition by named.text
        order by ends_with(named.name_key, ' ' || forms.form_key) desc, length(forms.form_key) desc, forms.form_key
    ) = 1
),

formless as (
    select
        named.text,
        named.beside,
        endings.legal_form,
        endings.actor_type,
        case
            when ends_with(named.name_key, ' ' || endings.form_key)
                then left(named.name_key, length(named.name_key) - length(endings.form_key) - 1)
            else named.name_key
        end as name_key,
    from named
    left join endings using (text)
),

vocabulary as (
    select
        list(word) filter (where kind = 'stop') as stops,
        map_from_entries(list((word, meaning)) filter (where kind = 'abbreviation')) as meanings,
    from raw.organisation_words
),

spelled as (
    select
        formless.text,
        formless.beside,
        formless.legal_form,
        formless.actor_type,
        -- «U.N.A.M.» has been taken apart.
        case
            when regexp_full_match(formless.name_key, '\p{L}( \p{L})+') then [replace(formless.name_key, ' ', '')]
            else spelled_out(string_split(formless.name_key, ' '), vocabulary.meanings)
        end as all_words,
        vocabulary.stops,
    from formless
    cross join vocabulary
    where formless.name_key is not null
),

-- «Red Única de Mujeres RUM» explains its last word, and so does «RUM Red Única de Mujeres» its first.
explained as (
    select
        *,
        initials_of(all_words[:-2], stops) = all_words[-1] as is_last_explained,
        initials_of(all_words[2:], stops) = all_words[1] as is_first_explained,
    from spelled
),

cut as (
    select
        text,
        legal_form,
        actor_type,
        stops,
        case
            when is_last_explained then all_words[:-2]
            when is_first_explained then all_words[2:]
            else all_words
        end as all_words,
        case
            when is_last_explained then all_words[-1]
            when is_first_explained then all_words[1]
            when
                regexp_full_match(replace(beside, ' ', ''), '\p{L}{2,12}')
                and (not contains(beside, ' ') or regexp_full_match(beside, '\p{L}( \p{L})+'))
                and beside not in (select forms.form_key, from forms)
                and beside not in (select state_names.state_key, from reference.state_names)
                then replace(beside, ' ', '')
        end as acronym,
    from explained
),

nobody as (
    select
        text_key(answer) as answer_key,
        min(actor_type) as actor_type,
    from raw.no_organisation
    group by text_key(answer)
),

national as (
    select
        text_key(alias) as alias_key,
        min(text_key(name)) as bare_key,
        min(actor_type) as actor_type,
    from raw.organisation_aliases
    group by text_key(alias)
)

select
    cut.text,
    case
        when organisation_name_key(cut.text) is not null and nobody.answer_key is null
            then coalesce(national.bare_key, array_to_string(cut.all_words, ' '))
    end as bare_key,
    national.actor_type as national_type,
    words_beyond(cut.all_words, cut.stops) as words,
    initials_of(cut.all_words, cut.stops) as initials,
    cut.acronym,
    cut.legal_form,
    cut.actor_type as legal_actor_type,
    national.alias_key is null and len(cut.all_words) = 1 and regexp_full_match(cut.all_words[1], '\p{L}{2,10}')
        as is_acronym,
    national.alias_key is null
    and len(cut.all_words) = 1
    and regexp_full_match(cut.all_words[1], '\p{L}{2,10}')
    and (
        cut.text = upper(cut.text) or not regexp_matches(cut.all_words[1], '[aeiou]')
        or regexp_matches(cut.all_words[1], '[^aeiou]{4}')
    ) as is_letters,
    nobody.actor_type as nobody_type,
from cut
left join nobody on text_key(cut.text) = nobody.answer_key
left join national on array_to_string(cut.all_words, ' ') = national.alias_key
