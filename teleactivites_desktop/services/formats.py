"""Formats of typed text (`bind::ta:format`): names, telephones, e-mails, web addresses, postal codes.

Each normalises a text that is not empty, or raises `FormatProblem`, a sentence. Normalising twice changes
nothing more. The libraries behind telephones and e-mails are imported when the first one is typed.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from teleactivites_desktop.core.entry import Format, FormatProblem
from teleactivites_desktop.core.entry.telephone import OVERSEAS
from teleactivites_desktop.i18n import _

FRANCE, ITALY = "FR", "IT"
_FRENCH_CODES = frozenset({33, 262, 590, 594, 596})
_NATIONAL_DIGITS = 9
_ITALIAN = re.compile(r"(?:39)?3\d{8,9}|390\d{5,10}")
"""Italian mobiles, and what follows Italy's country code when the + is missing."""
_LETTER = re.compile(r"[^\W\d_]")
_POSTCODE = re.compile(r"(?:[A-Za-z]{1,2}[ -]*)?(\d{5})")
_HOST = re.compile(r"(?!-)[^\s./@-][^\s./@]*(?:\.[^\s./@]+)+")


def name(text: str) -> str:
    """Return a name with single spaces; without small letters, or without capitals, it gets a name's."""
    text = " ".join(text.split())
    if text not in (text.upper(), text.lower()):
        return text
    written, before = [], ""
    for letter in text.lower():
        written.append(letter if before.isalpha() else _capital(letter))
        before = letter
    return "".join(written)


def _capital(letter: str) -> str:
    capital = letter.upper()
    return capital if len(capital) == 1 else letter  # ß has no capital of one letter


def phone(text: str) -> str:
    """Return a telephone number as E.164 (+33492584744).

    Numbers without a country code are French, overseas ones by their first digits (`OVERSEAS`), and Italian
    mobiles, which no French number looks like; an Italian number of a fixed line needs its 39, for it looks
    like a French one that lacks a digit. A French number of the right length is taken even if no operator
    has it yet.
    """
    import phonenumbers

    digits = re.sub(r"\D", "", text)
    region = OVERSEAS.get(digits[:4], FRANCE) if len(digits) == _NATIONAL_DIGITS + 1 else FRANCE
    if _ITALIAN.fullmatch(digits):
        region = ITALY
    try:
        if _LETTER.search(text):
            raise ValueError(text)
        number = phonenumbers.parse(text, region)
    except (ValueError, phonenumbers.NumberParseException):
        raise FormatProblem(_no_phone()) from None
    french = number.country_code in _FRENCH_CODES and len(str(number.national_number)) == _NATIONAL_DIGITS
    if not french and not phonenumbers.is_valid_number(number):
        raise FormatProblem(_no_phone())
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _no_phone() -> str:
    return _("Numéro de téléphone attendu, par exemple 04 92 58 47 44.")


def email(text: str) -> str:
    """Return an e-mail address; its domain, and one all in capitals, in small letters."""
    from email_validator import EmailNotValidError, validate_email

    text = re.sub(r"\s*([@.])\s*", r"\1", text.removeprefix("mailto:"))
    if text == text.upper():
        text = text.lower()
    try:
        return str(validate_email(text, check_deliverability=False).normalized)
    except EmailNotValidError:
        raise FormatProblem(_("Adresse électronique attendue, par exemple nom@domaine.fr.")) from None


def url(text: str) -> str:
    """Return a web address with its scheme (http where none was written) and its host in small letters."""
    written = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(written)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(parts.hostname or ""):
        raise FormatProblem(_("Adresse de site attendue, par exemple www.domaine.fr."))
    if re.search(r"\s", written):
        raise FormatProblem(_("Une adresse de site n'a pas d'espace."))
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def postcode(text: str) -> str:
    """Return a postal code of five digits, French or Italian; spaces and a country letter (F-05100) go."""
    match = _POSTCODE.fullmatch(re.sub(r"(?<=\d)[ .](?=\d)", "", text))
    if not match:
        raise FormatProblem(_("Un code postal a cinq chiffres."))
    return match[1]


def formats() -> Mapping[str, Format]:
    """Return the formats by the names that the workbook gives them."""
    return {"name": name, "phone": phone, "email": email, "url": url, "postcode": postcode}
