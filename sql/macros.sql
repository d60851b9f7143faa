-- Words that several statements share: how a text is compared, how a stamp is read, who a row is about.
-- They are made anew on each connection to the warehouse; no table depends on them once it is written.

-- A text as a key: without case, accents, punctuation and double spaces; NULL where nothing is left.
create or replace temp macro text_key(value) as
    nullif(trim(regexp_replace(lower(strip_accents(value)), '[^\p{L}\p{N}]+', ' ', 'g')), '');

-- A cell without the spaces around it; NULL where it is empty or says that it is (Zoom's two hyphens).
create or replace temp macro cell_text(value) as
    nullif(nullif(trim(replace(value, chr(160), ' ')), ''), '--');

-- An e-mail as a key; NULL where the text is no address.
create or replace temp macro email_key(value) as
    case when regexp_full_match(lower(trim(value)), '[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+') then lower(trim(value)) end;

-- A CLUNI in capitals without punctuation; NULL where the text has not its shape: three letters, a date, and the rest.
-- The shape keeps out what people type there instead: a CURP, an RFC, a telephone, a remark.
create or replace temp macro cluni_key(value) as
    nullif(regexp_extract(regexp_replace(upper(value), '[^A-Z0-9]', '', 'g'), '^[A-Z]{3}[0-9]{6}[A-Z0-9]{4,8}$'), '');

-- The name of an organisation as a key; NULL where the answer names none: an address, a number, a refusal.
create or replace temp macro organisation_name_key(value) as
    case
        when value like '%@%' or not regexp_matches(value, '\p{L}{2}') then null
        when text_key(value) in ('na', 'n a', 'no', 'no aplica', 'ninguna', 'ninguno', 'sin organizacion') then null
        else text_key(value)
    end;

-- A stamp in capitals, without commas and double spaces, and with plain AM or PM.
create or replace temp macro stamp_words(value) as
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(replace(upper(value), ' DE ', ' '), '^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(:\d{2})?)(\.\d+)?$', '\1 \2'),
            '([AP])\.?[\s\x{00A0}\x{2009}\x{202F}]?M\.?', '\1M', 'g'
        ),
        '[,\s\x{00A0}\x{2009}\x{202F}À]+', ' ', 'g'
    ));

-- The number of a month named in Spanish or English, by its first three letters; NULL where it is no month.
create or replace temp macro month_number(value) as
    coalesce(
        list_position(['ENE', 'FEB', 'MAR', 'ABR', 'MAY', 'JUN', 'JUL', 'AGO', 'SEP', 'OCT', 'NOV', 'DIC'], left(value, 3)),
        list_position(['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'], left(value, 3))
    );

-- The words of a stamp with the year first where they name the month: then no order has to be proved.
create or replace temp macro year_first(words) as
    case
        when regexp_matches(words, '^[A-Z]{3,}\.? \d{1,2} \d{4} ')
            then concat_ws(
                ' ',
                concat_ws('/', split_part(words, ' ', 3), month_number(words), split_part(words, ' ', 2)),
                split_part(words, ' ', 4), split_part(words, ' ', 5)
            )
        when regexp_matches(words, '^\d{1,2} [A-Z]{3,}\.? \d{4} ')
            then concat_ws(
                ' ',
                concat_ws('/', split_part(words, ' ', 3), month_number(split_part(words, ' ', 2)), split_part(words, ' ', 1)),
                split_part(words, ' ', 4), split_part(words, ' ', 5)
            )
        else words
    end;

-- A stamp as the formats below expect it.
create or replace temp macro stamp_text(value) as
    trim(regexp_replace(
        year_first(stamp_words(value)),
        '^(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})', '\1/\2/\3'
    ));

-- A stamp's local time, given the order of day, month and year that its file has proved.
create or replace temp macro local_time(value, date_order) as
    case date_order
        when 'dmy' then try_strptime(stamp_text(value), [
            '%d/%m/%y %I:%M:%S %p', '%d/%m/%y %H:%M:%S', '%d/%m/%y %I:%M %p', '%d/%m/%y %H:%M',
            '%d/%m/%Y %I:%M:%S %p', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %I:%M %p', '%d/%m/%Y %H:%M'
        ])
        when 'mdy' then try_strptime(stamp_text(value), [
            '%m/%d/%y %I:%M:%S %p', '%m/%d/%y %H:%M:%S', '%m/%d/%y %I:%M %p', '%m/%d/%y %H:%M',
            '%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %H:%M'
        ])
        when 'ymd' then try_strptime(stamp_text(value), [
            '%Y/%m/%d %I:%M:%S %p', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d %I:%M %p', '%Y/%m/%d %H:%M'
        ])
    end;

-- Whom a row is about, as far as the row itself says: its e-mail, else its name within the session, else only itself.
create or replace temp macro person_key(email, folder, name, file_id, line) as
    coalesce(
        'email:' || email,
        'name:' || folder || ':' || text_key(name),
        'row:' || file_id || ':' || line
    );
