"""Names, telephones, e-mails, web addresses and postal codes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.entry import FormatProblem
from teleactivites_desktop.core.entry.telephone import OVERSEAS, show_phone
from teleactivites_desktop.services.formats import email, formats, name, phone, postcode, url


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  DUPONT   MARTIN ", "Dupont Martin"),
        ("jean-pierre", "Jean-Pierre"),
        ("L'HERMITE", "L'Hermite"),
        ("d’arc", "D’Arc"),
        ("J.-P.", "J.-P."),
        ("j.-p.", "J.-P."),
        ("ÉLODIE", "Élodie"),
        ("œuvrard", "Œuvrard"),
        ("de Vallouise", "de Vallouise"),
        ("Mac Gregor", "Mac Gregor"),
        ("McDonald", "McDonald"),
    ],
)
def test_names(typed: str, kept: str) -> None:
    assert name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("04 92 58 47 44", "+33492584744"),
        ("04.92.58.47.44", "+33492584744"),
        ("04-92-58-47-44", "+33492584744"),
        ("0492584744", "+33492584744"),
        ("+33 4 92 58 47 44", "+33492584744"),
        ("+33 (0)4 92 58 47 44", "+33492584744"),
        ("0033492584744", "+33492584744"),
        ("06 97 94 38 53", "+33697943853"),
        ("+33 6 90 15 47 73", "+33690154773"),
        ("0690 12 34 56", "+590690123456"),
        ("0262 20 12 34", "+262262201234"),
        ("0594 30 12 34", "+594594301234"),
        ("+39 0171 690123", "+390171690123"),
        ("0039 335 1234567", "+393351234567"),
        ("335 1234567", "+393351234567"),
        ("39 0171 690123", "+390171690123"),
        ("+377 93 15 36 00", "+37793153600"),
    ],
)
def test_telephones(typed: str, kept: str) -> None:
    assert phone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "04 92 58",
        "04 92 58 47 4",  # one digit short: an Italian number in form, a slip in fact
        "04 92 58 47 4O",
        "06 12 13 14 15 16",
        "0492584744 / 0612131415",
        "0000000000",
        "3615",
        "au bureau",
        "+999 123456",
        "-",
    ],
)
def test_what_is_no_telephone(typed: str) -> None:
    with pytest.raises(FormatProblem, match="téléphone"):
        phone(typed)


@given(st.integers(10**8, 10**9 - 1))
def test_a_telephone_shown_and_typed_again_is_the_same(national: int) -> None:
    for typed in (f"0{national}", f"+33{national}"):
        stored = phone(typed)
        assert phone(stored) == stored
        assert phone(show_phone(stored)) == stored


@pytest.mark.parametrize("prefix", OVERSEAS)
def test_overseas_numbers_are_not_of_metropolitan_france(prefix: str) -> None:
    assert not phone(f"{prefix}201234").startswith("+33")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jean.Dupont@Free.FR", "Jean.Dupont@free.fr"),
        ("JEAN.DUPONT@ORANGE.FR", "jean.dupont@orange.fr"),
        ("mailto:a@free.fr", "a@free.fr"),
        ("jean . dupont @ free . fr", "jean.dupont@free.fr"),
        ("élodie@free.fr", "élodie@free.fr"),
    ],
)
def test_emails(typed: str, kept: str) -> None:
    assert email(typed) == kept


@pytest.mark.parametrize("typed", ["jean", "a@b", "a@free,fr", "a b@free.fr", "@free.fr", "a@@free.fr"])
def test_what_is_no_email(typed: str) -> None:
    with pytest.raises(FormatProblem, match="électronique"):
        email(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.Domaine.fr", "http://www.domaine.fr"),
        ("https://Domaine.fr/A?b=1#c", "https://domaine.fr/A?b=1#c"),
        ("HTTP://domaine.fr", "http://domaine.fr"),
        ("domaine.fr/~jean", "http://domaine.fr/~jean"),
        ("domaine.fr:8080/", "http://domaine.fr:8080/"),
    ],
)
def test_web_addresses(typed: str, kept: str) -> None:
    assert url(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["domaine", "ftp://domaine.fr", "http://", "http://[", "a b.fr", "domaine.fr/a b", "x:y.z", "-a.fr"],
)
def test_what_is_no_web_address(typed: str) -> None:
    with pytest.raises(FormatProblem, match="site"):
        url(typed)


@pytest.mark.parametrize(
    ("typed", "kept"), [("05100", "05100"), ("05 100", "05100"), ("F-05100", "05100"), ("I 12100", "12100")]
)
def test_postal_codes(typed: str, kept: str) -> None:
    assert postcode(typed) == kept


@pytest.mark.parametrize("typed", ["0510", "051000", "Gap", "05100 Gap", "2A004"])
def test_what_is_no_postal_code(typed: str) -> None:
    with pytest.raises(FormatProblem, match="cinq chiffres"):
        postcode(typed)


@given(st.sampled_from(sorted(formats())), st.text(max_size=40))
def test_any_text_is_normalised_once_for_all_or_refused(format_name: str, typed: str) -> None:
    normalise = formats()[format_name]
    try:
        kept = normalise(typed.strip())
    except FormatProblem:
        return
    assert normalise(kept) == kept
