"""What forms ask: the questions that any form may put, found by what they ask for and not by how they word it.

Here wordings become fields; a wording that nobody foresaw is mapped in `cycle.toml`. Which file is a form is
each platform's reader's business.
"""

from collections.abc import Collection, Sequence

from assets.sources.exports.outline import Record
from assets.sources.readers.reading import fields_of
from assets.sources.readers.shapes import shape_of

_LONGEST_QUESTION = 1_000


def _either(*ways: str) -> str:
    return "(" + "|".join(ways) + ")"


# How a question may begin before it says what it asks for: a number, courtesies, articles. A sentence that only
# mentions the word further on does not ask for it, nor does one that wants an opinion.
_OPINION = r"(?!.*\b(consider|opin|cree|piens|deberia|retos?\b|gustaria que))"
_COURTESY = r"((por favor|favor de|please|s.il vous plait)\W+)?"
_VERB = (
    r"((escrib|indi[cq]|anot|ingres|proporcion|seleccion|elij|elig|especifi|senal|captur|mencion|coloque|introdu"
    r"|enter|provide|select|choose|write|informe|digite|escreva|selecione|veuillez|saisi)\w* )*"
)
_WHICH = (
    r"((cual|what|qual|quel|quelle) (es|is|e|est) )?((a|al|de|en|con|desde|em|in|dans) )?"
    r"((que|cual|which|what|qual|quel|quelle) )?"
)
_ARTICLE = r"((el|la|los|las|su|sus|tu|tus|mi|the|your|my|o|a|seu|sua|le|votre) |l\W){0,2}"
_START = rf"^{_OPINION}\W*(\d+\W+)?{_COURTESY}{_VERB}{_WHICH}{_ARTICLE}"
# What makes a statement out of a name: "Su municipio cuenta con ...".
_NO_STATEMENT = (
    r"(?!\W*(cuentan?|tienen?|ha|han|es|son|participan?|realizan?|forman? parte|atienden?|has|have|is)\b)"
)
_BODY = (
    r"(organizacion|institucion|dependencia|osc|asociacion|empresa|organismo|entidad(?! federativa)|colectivo"
    r"|fundacion|ayuntamiento|organi[sz]ation|institution|company|agency|organizacao|instituicao|orgao|entidade"
    r"|organisme|etablissement)"
    r"( (de la sociedad civil|civil|social|publica|privada|educativa|academica|internacional|(de|del) gobierno|name))?"
)
_BODIES = rf"{_BODY}(( ?[/,] ?| y/o | [ouye] | ou | or | et )(la |su )?{_BODY})*"
_NAME_OF = r"((nombre|nome|name|nom)( completo| oficial)? (del?|da|do|of|d)\W(la |el |su |tu |the |your |l\W|votre )?)?"
# An address or a number that several people share tells nobody from anybody.
_NOBODY_S_OWN = (
    r"(?!.*\b(de la|de su|del|de tu|da|of the|de l\W?) ?(organizacion|institucion|dependencia|empresa|organismo"
    r"|municipio|ayuntamiento|titular|jef|organizacao|instituicao|organi[sz]ation|institution))"
)
_BELONGS = (
    r"(pertenec|represent|provien|proced|viene|labor|trabaj|colabor|particip|asiste|desempen|adscri|nos "
    r"|onde|work|you)"
)
_ENDS = r"(\W*$|\W*[(/:])"
_GOES = r"(desea|quier|gustaria|particip|asist|inscri|prefier|acud)"

# Order matters: each field takes the first column that no field above it took.
QUESTIONS = {
    "email": rf"{_START}{_NOBODY_S_OWN}((direccion|endereco|adresse) (de )?)?"
    + _either("correo", "e-?mail", "mail", "messagerie", "electroni", "courriel", "correio"),
    "name": _START
    + _either(
        r"nombres?(\(s\))? ?(y|e|,|/|\() ?(los )?apellidos?",
        r"apellidos?\b.*\bnombre",
        rf"nombre completo(?! del? (la |el |su |tu )?({_BODY}|titular|municipio|evento|proyecto|representante|jef))",
        "nombre (de la persona (?!titular|responsable|encargad)|de quien (asist|particip|se ))",
        "nombre del? (la )?(participante|asistente|interesad)",
        "nombre y (cargo|puesto)",
        "nombre (?!(de|del) ).*(constancia|certificado|diploma|reconocimiento)",
        r"full name|first and last name|name and surname|(participant|attendee)\W?s? name",
        "name of (the )?(participant|attendee)",
        "nome (completo|e sobrenome)|nom (complet|et prenoms?)|prenoms? et nom",
    ),
    "last_name": _START
    + _either(
        r"(primer )?apellidos?(\(s\))?(?! materno)", "last name", "surname", "sobrenome", "nom de famille"
    ),
    "first_name": _START
    + _either("nombre de pila", "primer nombre", "first name", "given names?", "primeiro nome", "prenom"),
    "how_heard": _either(
        r"\b(se (entero|informo)|te (enteraste|informaste))\b",
        r"\bcomo (nos )?(conocio|conociste|supo|supiste|soube)\b",
        "(como|medio) .{0,25}recibio .{0,10}(invitacion|convocatoria)",
        "ficou sabendo|how (did|have) you (hear|heard|learn|find|found)",
        r"comment avez\W?vous (entendu|connu|appris|eu)",
    ),
    "privacy_accepted": _either(
        rf"{_START}(aviso|politica|notice|avis|privacy|politique)\b.{{0,8}}(privacidade?|policy|notice|confidentialite)",
        r"(acept|aceit|accept|leid|leyo|acuerdo|consent|consient|autoriz|conozc|declar|manifiest|confirm|agree|read|\blu\b)"
        ".*(privacidad|privacy|confidentialite|datos personales|dados pessoais|personal data)",
    ),
    # Whether there is one is another question than which it is.
    "cluni": r"^(?!\W*((su|la|tu) .{0,40})?(cuentan?|tienen?) .{0,30}cluni\W*((\(\W*)?si\W+no\W*)?$)"
    r".*(\bcluni\b|clave unica de inscripcion)",
    "rfc": rf"{_START}(clave del? )?(rfc|r\.f\.c|registro federal de contribuyentes)\b",
    "actor_type": _either(
        rf"{_START}(tipo|clase|type|kind) (de|d|of)\W(l\W)?"
        + _either(
            rf"{_BODY}\b", r"(actor|participante|asistente|ator|acteur|stakeholder|participant|structure)\b"
        ),
        rf"{_START}(organi[sz]ation|institution|stakeholder|actor)(al)? type",
        rf"{_START}perfil( del? (la )?(participante|asistente))?\W*$",
        rf"{_START}(sector|setor|secteur)(?! de la poblacion| de atencion| que atiende)"
        rf"({_ENDS}| (al?|de|del|en|que|ao|auquel)\b| (publico|social|economico|{_BELONGS}))",
        r"^\W*(\d+\W+)?(usted )?(me |se |te )?(particip|asist|acud|inscrib|registr)\w+ (usted )?(como|en calidad de)\b",
        "calidad (de que|en (la )?que) (asist|particip)",
    ),
    "sessions": _either(
        r"\b(a|en) (que|cual|cuales) (de )?(las? |los? |el )?(sesion|conversatorio)",
        rf"\b(a|en) (que|cual|cuales) (de )?(las? |los? |el )?(fecha|evento|taller|modulo).*{_GOES}",
        r"\b(sesion|conversatorio|fecha|evento)(\(?e?s\)?)? (de (su|tu) interes|(que )?(le|te) interes|al que)",
        r"\b(sesion|conversatorio|fecha|evento)(\(?e?s\)?)? (a|en) (el |la |los |las )?(cual|que)",
        r"(seleccion|elij|elig|marqu|marca|escoj|escog|indi[cq])\w* (el |la |los |las |su |tu )?"
        r"(una? o (mas|varias|varios) )?(sesion|conversatorio|fecha|dia|taller)\w*(?!.*\bnac)",
        rf"{_START}(sesion(es)?|conversatorios?|sessions?|sessoes){_ENDS}",
        "which (of the )?(sessions?|dates?|webinars?|events?)|(quais|qual) (das )?(sess|datas|eventos)",
        "quel(le)?s? (seance|session|date|evenement)",
    ),
    "municipality": rf"{_START}(nombre del? (la |su )?|lugar de residencia \()?"
    r"((estado|entidad federativa)( [yo] | ?/ ?))?"
    + _either(
        r"(municipio|alcaldia|demarcacion territorial|municipality|municipalite|commune)(\(?s\)?)?\b"
        + _NO_STATEMENT,
        rf"delegacion( politica)?({_ENDS}| o )",
    ),
    "state": rf"{_START}(nombre del? (la |su )?)?"
    + _either(
        rf"(entidad federativa|unidade federativa|unidade da federacao)\b{_NO_STATEMENT}",
        r"(entidad|uf)\W*$",
        rf"(estado|state|etat)({_ENDS}| (de la republica|(de|of) (resid|origen|proced)|o (entidad|provinc)|or provinc"
        rf"|federativo|(en |desde |donde |al )(el |la )?(que|cual|donde)?|vive|reside|radica|habita"
        rf"|se (encuentra|conecta)|{_BELONGS}))",
    ),
    "position": rf"{_START}(nombre del? (su )?)?"
    + _either(
        r"(cargo(?! de quien)|puesto|ocupacion|position|job title|role|fonction|poste)\b" + _NO_STATEMENT,
        r"(funcion|funcao)\b(?! (desempena|cumple|tiene)n? (el|la|los|las)\b)",
    ),
    "gender": rf"{_START}(identidade? de )?(genero|sexo|gender|sex|genre|sexe)"
    rf"({_ENDS}|,? (con|que|al|o|se|te|identity|do)\b)",
    "telephone": rf"{_START}{_NOBODY_S_OWN}(lada y |contacto )?((numero|no\.?|contact|mobile|cell) )?(de )?"
    + _either(
        "telefon", "celular", "whatsapp", "movil", r"tel\b", "phone", r"number\W*$", "mobile", "telephone"
    ),
    "organisation": _either(
        rf"{_START}{_NAME_OF}{_BODIES}(?!.*\b(esta|cuenta|recibe|realiza|ha)\b.*\?)"
        + _either(
            _ENDS,
            r"\W*((a|en|por|de|com) )?(la |el |lo )?(que|cual|donde|laquelle)\b",
            r"\W*de (procedencia|adscripcion|origen|pertenencia)",
            rf"\W*{_BELONGS}",
        ),
        rf"{_START}(razon social|afiliacion|(lugar de )?adscripcion|(centro|lugar) de trabajo)",
        r"^\W*(si|en caso) .{0,60}(organizacion|institucion|osc)\b.{0,40}\b(nombre|cual)\b",
    ),
}
# A word that is a whole name where nothing else is asked, and half of one beside the other half.
_BARE_NAME = rf"{_START}(nombres?|nombre ?\(s\)|name|nome|nom)\d*\W*(\(.*)?$"


def questions_of(header: Sequence[str], taken: Collection[int] = ()) -> dict[str, int]:
    """Field -> position of the column that asks for it, among the columns that are not `taken`."""
    free = ["" if at in taken else cell[:_LONGEST_QUESTION] for at, cell in enumerate(header)]
    fields = fields_of(free, {**QUESTIONS, "bare": _BARE_NAME})
    bare = fields.pop("bare", None)
    if bare is not None:
        fields.setdefault(_meaning_of_a_bare_name(fields), bare)
    return fields


def email_column(rows: Sequence[Record], automatic: int | None, asked: int | None) -> int | None:
    """The column of the addresses: the platform's own, but the form's question where the platform kept hardly any."""
    if automatic is None:
        return asked
    kept = [row.cells[automatic].strip() for row in rows if automatic < len(row.cells)]
    if asked is not None and shape_of(kept) != "email":
        return asked
    return automatic if not any(kept) or any("@" in cell for cell in kept) else None


def _meaning_of_a_bare_name(fields: Collection[str]) -> str:
    if "last_name" in fields and "first_name" not in fields:
        return "first_name"
    return "last_name" if "first_name" in fields and "last_name" not in fields else "name"
