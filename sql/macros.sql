-- Words that several statements share: how a text is compared, how a stamp is read, who a row is about.
-- They are made anew on each connection to the warehouse; no table depends on them once it is written.

-- A text as a key: without case, accents, punctuation and double spaces; NULL where nothing is left.
create or replace temp macro text_key(value) as
    nullif(trim(regexp_replace(lower(strip_accents(value)), '[^\p{L}\p{N}]+', ' ', 'g')), '');

-- A cell without the spaces around it; NULL where it is empty or says that it is (one or two hyphens).
create or replace temp macro cell_text(value) as
    nullif(nullif(nullif(
        trim(replace(case when value like '="%"' then value[3:-2] else value end, chr(160), ' ')), ''
    ), '--'), '-');

-- Whether a row holds something beyond the columns of its header.
create or replace temp macro has_more_cells(cells, width) as
    len(list_filter(cells[width + 1:], lambda cell: trim(cell) <> '')) > 0;

-- An e-mail as a key; NULL where the text is no address, or one that the platform made up for a guest.
create or replace temp macro email_key(value) as
    case
        when value like '%.localhost' then null
        when regexp_full_match(lower(trim(value)), '[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+') then lower(trim(value))
    end;

-- A CLUNI in capitals without punctuation; NULL where the text has not its shape: three letters, a date, and the rest.
-- The shape keeps out what people type there instead: a CURP, an RFC, a telephone, a remark.
create or replace temp macro cluni_key(value) as
    nullif(regexp_extract(regexp_replace(upper(value), '[^A-Z0-9]', '', 'g'), '^[A-Z]{3}[0-9]{6}[A-Z0-9]{4,8}$'), '');

-- The name of an organisation as a key; NULL where the answer names none: an address, a number, a refusal.
create or replace temp macro organisation_name_key(value) as
    case
        when value like '%@%' or not regexp_matches(value, '\p{L}{2}|(\p{L}\. ?){3}') then null
        when text_key(value) in ('na', 'n a', 'no', 'no aplica', 'ninguna', 'ninguno', 'sin organizacion') then null
        else text_key(value)
    end;

-- Whether a stamp is written in numbers alone, as nearly all are: then little has to be done to read it.
create or replace temp macro is_plain_stamp(value) as
    regexp_full_match(value, '\d{1,4}[-./]\d{1,2}[-./]\d{1,4},? \d{1,2}:\d{2}(:\d{2})?( [AP]M)?');

-- A stamp in plain capitals: one space between words, AM or PM behind the time, East Asian dates in numbers.
create or replace temp macro stamp_words(value) as
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                replace(replace(strip_accents(upper(value)), ' DE ', ' '), ' DEL ', ' '),
                                '(\d{4})[年년.]\s*(\d{1,2})[月월.]\s*(\d{1,2})[日일.]', '\1/\2/\3 '
                            ),
                            '(\d{1,2})월 (\d{1,2}),? (\d{4})', '\3/\1/\2'
                        ),
                        '(午前|오전)\s*(\d{1,2}:\d{2}(:\d{2})?)', '\2 AM'
                    ),
                    '(午後|오후)\s*(\d{1,2}:\d{2}(:\d{2})?)', '\2 PM'
                ),
                '^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})', '\1 \2'
            ),
            '(\d)[\s\x{00A0}\x{2009}\x{202F}]*([AP])\.?[\s\x{00A0}\x{2009}\x{202F}]*M\.?', '\1 \2M'
        ),
        '[,\s\x{00A0}\x{2009}\x{202F}]+(A |UM |AS |AT )?', ' ', 'g'
    ));

-- The number of a month named in Spanish, English, Portuguese, French, German or Italian; NULL where it is no month.
create or replace temp macro month_number(value) as
    case
        when starts_with(value, 'JUIL') then 7
        when starts_with(value, 'JUI') then 6
        else list_position(
            [
                'ENE JAN GEN', 'FEB FEV', 'MAR MRZ', 'ABR APR AVR', 'MAY MAI MAG', 'JUN GIU', 'JUL LUG', 'AGO AUG AOU',
                'SEP SET', 'OCT OUT OKT OTT', 'NOV', 'DIC DEC DEZ'
            ],
            list_filter(
                [
                    'ENE JAN GEN', 'FEB FEV', 'MAR MRZ', 'ABR APR AVR', 'MAY MAI MAG', 'JUN GIU', 'JUL LUG', 'AGO AUG AOU',
                    'SEP SET', 'OCT OUT OKT OTT', 'NOV', 'DIC DEC DEZ'
                ],
                lambda names: contains(names, left(value, 3))
            )[1]
        )
    end;

-- The words of a stamp with the year first where they name the month: then no order has to be proved.
create or replace temp macro year_first(words) as
    coalesce(
        case
            when regexp_matches(words, '^([A-Z-]{2,}\.? )?[A-Z]{3,}\.? \d{1,2} \d{4} ')
                then regexp_replace(
                    words, '^.*?([A-Z]{3,})\.? (\d{1,2}) (\d{4}) ',
                    '\3/' || month_number(regexp_extract(words, '([A-Z]{3,})\.? \d{1,2} \d{4} ', 1)) || '/\2 '
                )
            when regexp_matches(words, '^([A-Z-]{2,}\.? )?\d{1,2}(\.|ER)?[ /-][A-Z]{3,}\.?[ /-](20)?\d{2} ')
                then regexp_replace(
                    words, '^.*?(\d{1,2})(\.|ER)?[ /-]([A-Z]{3,})\.?[ /-](20)?(\d{2}) ',
                    '20\5/' || month_number(regexp_extract(words, '\d{1,2}(\.|ER)?[ /-]([A-Z]{3,})\.?[ /-]\d', 2)) || '/\1 '
                )
        end,
        words
    );

-- A stamp as the macros below expect it: numbers, slashes, and what it says of its zone at the end.
-- The list of one makes its words once, which is most of the work; a macro's argument is else made wherever it stands.
create or replace temp macro stamp_text(value) as
    case
        when is_plain_stamp(value) then translate(value, '-.,', '//')
        else regexp_replace(
            regexp_replace(
                regexp_replace(
                    list_transform([stamp_words(value)], lambda words: year_first(words))[1],
                    '^(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})', '\1/\2/\3'
                ),
                '(:\d{2})\.\d+', '\1'
            ),
            ' ([A-FH-TV-Z][A-Z]{2,3}|UHR|HR?S?)\.?$', ''
        )
    end;

-- A stamp that is a time without a date, with the date that its file's name gives.
create or replace temp macro with_date(stamp, file_date) as
    case
        when file_date is not null and regexp_full_match(stamp, '\d{1,2}:\d{2}(:\d{2})?( [AP]M)?')
            then replace(file_date, '-', '/') || ' ' || stamp
        else stamp
    end;

-- How far from UTC a stamp says that it is, in minutes; NULL where it says nothing.
create or replace temp macro stated_offset(stamp) as
    case
        when not regexp_matches(stamp, '(Z|UTC|GMT)$|(GMT|UTC|:\d{2}) ?[+-]\d{1,2}(:?\d{2})?$') then null
        when regexp_matches(stamp, '(Z|UTC|GMT)$') then 0
        else
            (case regexp_extract(stamp, '([+-])\d{1,2}(:?\d{2})?$', 1) when '-' then -1 else 1 end) * (
                60 * regexp_extract(stamp, '[+-](\d{1,2}?)(:?\d{2})?$', 1)::integer
                + coalesce(try_cast(nullif(regexp_extract(stamp, '[+-]\d{1,2}?:?(\d{2})?$', 1), '') as integer), 0)
            )
    end;

-- A stamp without what it says of its zone.
create or replace temp macro zoneless(stamp) as
    case
        when regexp_matches(stamp, '[ZTC]$|[+-]\d{1,2}(:?\d{2})?$')
            then trim(regexp_replace(stamp, ' ?(Z|UTC|GMT)? ?([+-]\d{1,2}(:?\d{2})?)?$', ''))
        else stamp
    end;

-- A stamp's local time, given the order of day, month and year that its file has proved.
-- Nearly all stamps have four digits of year and seconds: those are read in one attempt. A year in front needs no proof.
create or replace temp macro local_time(stamp, date_order) as
    case
        when date_order = 'dmy' and regexp_full_match(stamp, '\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2}')
            then try_strptime(stamp, '%d/%m/%Y %H:%M:%S')
        when date_order = 'mdy' and regexp_full_match(stamp, '\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2}')
            then try_strptime(stamp, '%m/%d/%Y %H:%M:%S')
        when date_order = 'mdy' and regexp_full_match(stamp, '\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M')
            then try_strptime(stamp, '%m/%d/%Y %I:%M:%S %p')
        when date_order = 'ymd' or (date_order is not null and regexp_matches(stamp, '^\d{4}/'))
            then try_strptime(zoneless(stamp), [
                '%Y/%m/%d %H:%M:%S', '%Y/%m/%d %I:%M:%S %p', '%Y/%m/%d %H:%M', '%Y/%m/%d %I:%M %p'
            ])
        when date_order = 'dmy' then try_strptime(zoneless(stamp), [
            '%d/%m/%y %I:%M:%S %p', '%d/%m/%y %H:%M:%S', '%d/%m/%y %I:%M %p', '%d/%m/%y %H:%M',
            '%d/%m/%Y %I:%M:%S %p', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %I:%M %p', '%d/%m/%Y %H:%M'
        ])
        when date_order = 'mdy' then try_strptime(zoneless(stamp), [
            '%m/%d/%y %I:%M:%S %p', '%m/%d/%y %H:%M:%S', '%m/%d/%y %I:%M %p', '%m/%d/%y %H:%M',
            '%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %H:%M'
        ])
    end;

-- The instant of a stamp: in the zone that it states itself, else in its file's.
create or replace temp macro instant_of(stamp, date_order, time_zone) as
    case
        when stated_offset(stamp) is null then local_time(stamp, date_order) at time zone time_zone
        else (local_time(stamp, date_order) - to_minutes(stated_offset(stamp))) at time zone 'UTC'
    end;

-- How many of a unit a length of time holds; 0 where it does not name the unit.
create or replace temp macro number_of_unit(value, unit) as
    coalesce(try_cast(nullif(regexp_extract(value, '(\d+)[\s\x{202F}]*(' || unit || ')', 1), '') as double), 0);

-- A length of time in minutes: a number of minutes, a clock's hours and minutes, or numbers with their units.
create or replace temp macro minutes_of(value) as
    case
        when regexp_full_match(value, '\d{1,6}([.,]\d+)?') then replace(value, ',', '.')::double
        when regexp_full_match(value, '\d{1,4}:\d{2}(:\d{2})?')
            then
                60 * split_part(value, ':', 1)::double + split_part(value, ':', 2)::double
                + coalesce(try_cast(nullif(split_part(value, ':', 3), '') as double), 0) / 60
        when regexp_full_match(lower(value), '(\d{1,6}[\s\x{202F}]*(h|std|時間|시간|m|分|분|s|秒|초)[a-z]*\.?,?[\s\x{202F}]*)+')
            then
                60 * number_of_unit(lower(value), 'h|std|時間|시간')
                + number_of_unit(lower(value), 'm|分|분')
                + number_of_unit(lower(value), 's([^t]|$)|秒|초') / 60
    end;

-- Yes or no, as platforms and people write it; NULL where it is neither.
create or replace temp macro is_yes(value) as
    case
        when text_key(value) in ('yes', 'si', 'sim', 'oui', 'ja', 'true', 'verdadero', 'はい', '예') then true
        when text_key(value) in ('no', 'nao', 'non', 'nein', 'false', 'falso', 'いいえ', '아니요', '아니오') then false
    end;

-- By what a decision names a person without telling who it is: a hash keyed with the workspace's secret.
-- NULL where there is nothing to name, and where the warehouse was opened without the secret.
create or replace temp macro handle_of(value) as
    left(sha256(getvariable('handle_key') || sha256(getvariable('handle_key') || value)), 32);

-- Whom a row is about, as far as the row itself says: its e-mail, else its name within the session, else only itself.
create or replace temp macro person_key(email, folder, name, file_id, line) as
    coalesce(
        'email:' || email,
        'name:' || folder || ':' || text_key(name),
        'row:' || file_id || ':' || line
    );

-- Whether two words are one word and a slip of the keyboard; short words are too alike for that.
create or replace temp macro is_slip(one, other) as
    greatest(length(one), length(other)) >= 4
    and abs(length(one) - length(other)) <= 2
    and damerau_levenshtein(one, other) <= case when least(length(one), length(other)) >= 9 then 2 else 1 end;

-- Whether the shorter of two names, each a sorted list of its words, is in the longer, with two words or more.
create or replace temp macro is_part_of_name(one, other) as
    least(len(one), len(other)) >= 2 and len(list_intersect(one, other)) = least(len(one), len(other));

-- How far two names agree, each a sorted list of its words: same; part (the shorter is in the longer, with two words
-- or more); slip (the same, but for one word mistyped); none.
create or replace temp macro name_agreement(one, other) as
    case
        when one = other then 'same'
        when is_part_of_name(one, other) then 'part'
        when least(len(one), len(other)) < 2 then 'none'
        when len(list_intersect(one, other)) < least(len(one), len(other)) - 1 then 'none'
        when len(list_filter(
            list_filter(one, lambda word: not list_contains(other, word)),
            lambda word: len(list_filter(
                other, lambda candidate: not list_contains(one, candidate) and is_slip(word, candidate)
            )) > 0
        )) > 0 then 'slip'
        else 'none'
    end;

-- Whether two e-mails are one address and a slip of the keyboard.
create or replace temp macro is_email_slip(one, other) as
    one <> other and abs(length(one) - length(other)) <= 2
    and length(one) >= 9 and damerau_levenshtein(one, other) <= 2
    -- A number told apart is another mailbox, not a slip.
    and regexp_replace(split_part(one, '@', 1), '[^0-9]', '', 'g')
    = regexp_replace(split_part(other, '@', 1), '[^0-9]', '', 'g');

-- The sets of a sorted list of words that the choices of places name, as texts.
create or replace temp macro word_sets(words, choices) as
    list_transform(choices, lambda places: array_to_string(list_select(words, places), ' '));

-- A sorted list of words with one word left out, for each word; of two words the one left out leaves its first letter.
create or replace temp macro words_but_one(words) as
    list_transform(
        words,
        lambda word: array_to_string(list_filter(words, lambda kept: kept <> word), ' ')
        || case when len(words) = 2 then '*' || left(word, 1) else '' end
    );

-- Organisations and places.

-- The initials of a list of words without its particles; NULL where they would be fewer than three.
create or replace temp macro initials_of(words, particles) as
    case
        when len(list_filter(words, lambda word: not list_contains(particles, word))) >= 3
            then array_to_string(
                list_transform(
                    list_filter(words, lambda word: not list_contains(particles, word)), lambda word: left(word, 1)
                ),
                ''
            )
    end;

-- The words of a list that the other has not.
create or replace temp macro words_beyond(words, others) as
    list_filter(words, lambda word: not list_contains(others, word));

-- A list of words with its short forms spelled out.
create or replace temp macro spelled_out(words, meanings) as
    list_transform(words, lambda word: coalesce(meanings[word], word));

-- The RFC of a legal person in capitals without punctuation; NULL where the text has not its shape.
create or replace temp macro rfc_key(value) as
    nullif(regexp_extract(regexp_replace(upper(value), '[^A-ZÑ&0-9]', '', 'g'), '^[A-ZÑ&]{3}[0-9]{6}[A-Z0-9]{3}$'), '');

-- The key of an organisation that no register has: its name and its state.
create or replace temp macro named_organisation(bare_key, cve_ent) as
    'name:' || md5(concat(bare_key, ':', coalesce(cve_ent, '')));

-- Whether a domain is made of an organisation's name: its first label begins the name, or the name begins the label.
create or replace temp macro is_domain_of(domain, compact_names) as
    len(list_filter(
        compact_names,
        lambda name: length(regexp_replace(split_part(domain, '.', 1), '[^a-z0-9]', '', 'g')) >= 8
        and length(name) >= 8
        and (
            starts_with(name, regexp_replace(split_part(domain, '.', 1), '[^a-z0-9]', '', 'g'))
            or starts_with(regexp_replace(split_part(domain, '.', 1), '[^a-z0-9]', '', 'g'), name)
        )
    )) > 0;

-- Whether two words of an organisation's name are one word and a slip of the keyboard: the first letter is rarely wrong.
create or replace temp macro is_word_slip(one, other) as
    left(one, 1) = left(other, 1)
    and least(length(one), length(other)) >= 4
    -- Hermanas and Hermanos are two words.
    and not (length(one) = length(other) and regexp_replace(one, '[ao](s?)$', '\1') = regexp_replace(other, '[ao](s?)$', '\1'))
    and abs(length(one) - length(other)) <= 2
    and damerau_levenshtein(one, other) <= case when least(length(one), length(other)) >= 9 then 2 else 1 end;

-- An end of keeping, where it counts: YouTube's amendment lifts it if it was accepted by that day.
create or replace temp macro amended_keep_until(keep_until, terms_amendment, zone) as
    case when terms_amendment <= (keep_until at time zone zone)::date then null else keep_until end;

-- Until when a statistic that everybody can see may be kept: thirty days, and without limit under the amendment.
create or replace temp macro public_keep_until(observed_at, terms_amendment, zone) as
    amended_keep_until(observed_at + interval 30 day, terms_amendment, zone);

-- Until when a statistic of the channel's owner may be kept: thirty days from when the authorisation was last seen to
-- stand, seven from its withdrawal. Where nobody noted that it stood, the answer itself shows that it did.
create or replace temp macro owner_keep_until(obtained_at, last_granted_at, withdrawn_at) as
    least(coalesce(last_granted_at, obtained_at) + interval 30 day, withdrawn_at + interval 7 day);
