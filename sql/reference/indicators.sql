-- Los indicadores: qué mide cada uno, de qué cifras se calcula, y a qué corresponde en otros marcos.
-- The indicators: what each measures, of which figures it is computed, and what it corresponds to in other frameworks.
-- grain: Una fila por indicador. / One row per indicator.
-- indicator_id: Indicador. / Indicator.
-- unit: people, organisations, states, governments o share. / people, organisations, states, governments or share.
-- figure: Columna que se cuenta; NULL si es una parte. / Column that is counted; NULL where it is a share.
-- low_figure: Columna de su cota inferior, si tiene. / Column of its lower bound, where it has one.
-- high_figure: Columna de su cota superior, si tiene. / Column of its upper bound, where it has one.
-- numerator: Columna del numerador; NULL si es una cuenta. / Column of the numerator; NULL where it is a count.
-- denominator: Columna del denominador; NULL si es una cuenta. / Column of the denominator; NULL where it is a count.
-- disaggregation: Por qué se desglosa. / What it is broken down by.
-- name_es: Nombre en español. / Name in Spanish.
-- name_en: Nombre en inglés. / Name in English.
-- definition_es: Definición en español. / Definition in Spanish.
-- definition_en: Definición en inglés. / Definition in English.
-- limits_es: Lo que no dice, en español. / What it does not tell, in Spanish.
-- limits_en: Lo que no dice, en inglés. / What it does not tell, in English.
-- re_aim: Correspondencia en RE-AIM. / Correspondence in RE-AIM.
-- coneval: Correspondencia en CONEVAL (PP, PO y PA: poblaciones potencial, objetivo y atendida). / Correspondence in CONEVAL (PP, PO and PA: potential, target and served population).
-- iati: Correspondencia en IATI. / Correspondence in IATI.
select
    indicator_id,
    unit,
    figure,
    low_figure,
    high_figure,
    numerator,
    denominator,
    disaggregation,
    name_es,
    name_en,
    definition_es,
    definition_en,
    limits_es,
    limits_en,
    re_aim,
    coneval,
    iati,
from raw.indicators
