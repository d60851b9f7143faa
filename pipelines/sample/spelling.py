"""How people write: without accents, in capitals, in another order, with typing errors.

Functions here take a text and a stream of chance and give a written form of it; how often each happens is the
noise level's business.
"""

import random
import re
import unicodedata
from collections.abc import Container

STOP_WORDS = frozenset(("de", "del", "la", "las", "el", "los", "y", "e", "en", "para", "por", "al", "a"))
_DEVICES = (
    "iPhone",
    "iPad",
    "Galaxy A52",
    "moto g power",
    "HUAWEI P30 lite",
    "Redmi Note 9",
    "LAPTOP-7H2KQ1",
    "PC",
)
_KEYBOARD = "asdfghjklqwertyuiopzxcvbnm"


def without_accents(text: str) -> str:
    """The text without accents; ñ becomes n."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def folded(text: str) -> str:
    """The text without accents, case and punctuation: what two written forms of one name have in common."""
    return " ".join(re.findall(r"[a-z0-9]+", without_accents(text).lower()))


def slug(text: str, length: int = 40) -> str:
    """The text as a part of a file name or of a domain: lower case, hyphens, at most `length` letters."""
    return folded(text).replace(" ", "-")[:length].strip("-") or "sin-titulo"


def one_line(text: str) -> str:
    """The text on one line, single spaces, so that a cell never breaks a file's line count."""
    return " ".join(text.split())


def scuffed(text: str, chance: random.Random) -> str:
    """The text with its accents, case or spacing changed in two cases out of five."""
    draw = chance.random()
    if draw < 0.60:
        return text
    if draw < 0.75:
        return without_accents(text)
    if draw < 0.85:
        return text.upper()
    if draw < 0.92:
        return text.lower()
    return text.replace(" ", "  ", 1) if draw < 0.96 else f"{text} "


def mistyped(text: str, chance: random.Random) -> str:
    """The text with two neighbouring letters swapped, or one doubled, dropped or replaced."""
    places = [
        index for index in range(1, len(text) - 1) if text[index].isalpha() and text[index + 1].isalpha()
    ]
    if not places:
        return text
    at = chance.choice(places)
    forms = (
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + text[at] + text[at:],
        text[:at] + text[at + 1 :],
        text[:at] + chance.choice(_KEYBOARD) + text[at + 1 :],
    )
    return next(form for form in [*chance.sample(forms, 4), text + text[-1]] if form != text)


def mistyped_email(email: str, chance: random.Random, taken: Container[str]) -> str:
    """The address with a slip in a reserved domain's own word or in the local part; never somebody else's."""
    local, domain = email.split("@")
    word, dot, ending = domain.rpartition(".")
    for _ in range(20):
        if ending == "example" and chance.random() < 0.8:
            slipped = f"{local}@{mistyped(word, chance)}{dot}{ending}"
        else:
            slipped = f"{mistyped(local, chance)}@{domain}"
        if slipped != email and slipped not in taken:
            return slipped
    return email


def email_in_some_case(email: str, chance: random.Random) -> str:
    """The address in capitals, with a capital first letter, or as it is; case never changes whose it is."""
    draw = chance.random()
    if draw < 0.8:
        return email
    return email.upper() if draw < 0.86 else email[0].upper() + email[1:]


def display_name(given: str, surnames: tuple[str, str], gender: str, chance: random.Random) -> str:
    """How a person shows on a call: in part, in another order, with a title, in another case."""
    first, second = surnames
    family = first if chance.random() < 0.25 else f"{first} {second}"
    order = chance.random()
    name = (
        f"{given} {family}"
        if order > 0.08
        else (f"{family} {given}" if order > 0.03 else f"{family}, {given}")
    )
    if chance.random() < 0.10:
        name = f"{chance.choice(_titles(gender))} {name}"
    return scuffed(name, chance)


def nick(given: str, surnames: tuple[str, str], chance: random.Random) -> str:
    """A short name that says little: the first given name, initials, or a mixture."""
    first = given.split()[0]
    initials = "".join(part[0] for part in (first, *surnames))
    return chance.choice(
        (first, initials.upper(), f"{first} {surnames[0][0].upper()}.", f"{first[0]}. {surnames[0]}")
    )


def device(chance: random.Random) -> str:
    """A device's own name, as it shows when nobody typed one."""
    return chance.choice(_DEVICES)


def _titles(gender: str) -> tuple[str, ...]:
    return ("Lic.", "Mtra.", "Dra.", "Ing.") if gender == "Mujer" else ("Lic.", "Mtro.", "Dr.", "Ing.")
