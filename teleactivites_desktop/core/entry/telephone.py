"""Telephone numbers for the eye: E.164 in pairs of digits, such that typing them gives the same number."""

import re

OVERSEAS = {
    "0262": "RE",
    "0269": "YT",
    "0590": "GP",
    "0594": "GF",
    "0596": "MQ",
    "0639": "YT",
    "0690": "GP",
    "0692": "RE",
    "0694": "GF",
    "0696": "MQ",
}
"""First digits of national numbers that belong overseas, with their region, in the numbering plan of 2007,
the year of the census. They are dialled like the others, but their country code differs."""

_FRENCH = re.compile(r"\+33([1-9])(\d\d)(\d\d)(\d\d)(\d\d)")
_OVERSEAS = re.compile(r"\+(262|508|590|594|596|681|687|689)(\d{3})(\d\d)(\d\d)(\d\d)")
_OTHER = re.compile(r"\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d+)")
"""Country codes of E.164 (ITU): those of one and two digits, then all of three."""


def show_phone(stored: str) -> str:
    """Return an E.164 number in pairs: 04 92 58 47 44, +590 690 12 34 56, +39 01 71 69 01 23.

    A number of metropolitan France that would be read as an overseas one keeps its +33.
    """
    if match := _FRENCH.fullmatch(stored):
        first, *pairs = match.groups()
        elsewhere = f"0{first}{pairs[0]}{pairs[1]}"[:4] in OVERSEAS
        return " ".join([f"+33 {first}" if elsewhere else f"0{first}", *pairs])
    if match := _OVERSEAS.fullmatch(stored):
        return "+" + " ".join(match.groups())
    if match := _OTHER.fullmatch(stored):
        return f"+{match[1]} {' '.join(re.findall('..?', match[2]))}"
    return stored
