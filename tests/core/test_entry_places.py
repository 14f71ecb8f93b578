"""Finding a commune of 2008 from what people write."""

import csv

import pytest
from entry_builders import questionnaire

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.entry.lists import CodedList
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.questionnaire import Choice, ChoiceList


def _read(file: str) -> CodedList:
    path = shipped_data.path(f"resources/questionnaire/{file}")
    with path.open(encoding="utf-8", newline="") as rows:
        found = [
            Choice(row.pop("name"), {"": row.pop("label")}, {key: text for key, text in row.items() if text})
            for row in csv.DictReader(rows)
        ]
    listed = ChoiceList(file, tuple(found), from_file=True)
    return CodedList(questionnaire(lists=[listed]), listed)


COMMUNES = _read("communes.csv")
TRADES = _read("metiers.csv")


def labels(typed: str) -> list[str]:
    return [line.label for line in COMMUNES.search.suggest(typed)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Saint-Véran", "05157"),
        ("St Véran", "05157"),
        ("st-veran", "05157"),
        ("SAINT VERAN", "05157"),
        ("St. Véran", "05157"),
        ("saint‐véran", "05157"),  # the typographic hyphen
        ("Ste Colombe", "05135"),
        ("sainte-colombe", "05135"),
        ("Villar d'Arene", "05181"),
        ("Villar d’Arêne", "05181"),
        ("l'argentiere la bessee", "05006"),
        ("Saint Clément Durance", "05134"),
        ("Beaume", "05019"),
        ("La Beaume", "05019"),
        ("la haute beaume", "05066"),
        ("05157", "05157"),
        (" 05157 ", "05157"),
        ("Gap", "05061"),
    ],
)
def test_one_commune_in_all_its_writings(typed: str, code: str) -> None:
    assert COMMUNES.parse_one(typed) == code


def test_every_commune_is_found_by_its_name_and_by_its_code() -> None:
    for choice in COMMUNES.choice_list.choices:
        assert COMMUNES.parse_one(choice.labels[""]) == choice.name
        assert COMMUNES.parse_one(choice.labels[""].upper()) == choice.name
        assert COMMUNES.parse_one(choice.name) == choice.name


def test_every_trade_is_found_by_its_label_and_by_its_position() -> None:
    for code, choice in TRADES.codes.by_code.items():
        assert TRADES.parse_one(choice.labels[""]) == choice.name
        assert TRADES.parse_one(code) == choice.name


def test_a_postal_code_of_one_commune_means_it() -> None:
    assert COMMUNES.parse_one("05480") == "05181"
    assert COMMUNES.parse_one("05 480") == "05181"


def test_a_postal_code_of_several_lists_them() -> None:
    with pytest.raises(RefusedTextError, match="Saint-Véran"):
        COMMUNES.parse_one("05350")
    assert "Saint-Véran" in labels("05350")


def test_an_insee_code_wins_over_the_same_postal_code_but_both_are_offered() -> None:
    assert COMMUNES.parse_one("05100") == "05100"  # Pelleautier, whose postal code is 05000
    assert labels("05100")[:2] == ["Pelleautier", "Briançon"]


def test_the_beginning_of_one_name_alone_is_enough() -> None:
    assert COMMUNES.parse_one("Guil") == "05065"
    assert COMMUNES.parse_one("argentière") == "05006"


@pytest.mark.parametrize("typed", ["Gu", "Saint-André", "Roche", "Monêtier"])
def test_too_short_or_shared_beginnings_are_not(typed: str) -> None:
    with pytest.raises(RefusedTextError):
        COMMUNES.parse_one(typed)


def test_an_article_tells_two_names_apart() -> None:
    assert COMMUNES.parse_one("le Monêtier") == "05079"


def test_a_word_in_the_middle_is_offered_but_never_taken() -> None:
    """Corps is a commune of Isère: it is not Aspres-lès-Corps."""
    with pytest.raises(RefusedTextError):
        COMMUNES.parse_one("Corps")
    assert labels("corps") == ["Aspres-lès-Corps"]
    assert labels("val pres") == ["Val-des-Prés"]


def test_todays_name_of_a_renamed_commune_is_the_commune() -> None:
    assert COMMUNES.parse_one("Rousset-Serre-Ponçon") == "05127"


def test_todays_name_of_merged_communes_proposes_those_of_the_time() -> None:
    with pytest.raises(RefusedTextError, match="plusieurs possibilités"):
        COMMUNES.parse_one("Dévoluy")
    assert labels("devoluy") == [
        "Saint-Étienne-en-Dévoluy",  # the seat of today's commune comes first
        "Agnières-en-Dévoluy",
        "La Cluse",
        "Saint-Disdier",
    ]
    assert "aujourd'hui Dévoluy" in COMMUNES.search.suggest("devoluy")[0].detail


def test_a_name_of_the_time_wins_over_the_same_name_of_today() -> None:
    assert COMMUNES.parse_one("Saint-Bonnet-en-Champsaur") == "05132"


@pytest.mark.parametrize("typed", ["Marseille", "99999", "-", "le", "?", "05", "0515"])
def test_what_is_not_in_the_list_is_refused(typed: str) -> None:
    with pytest.raises(RefusedTextError):
        COMMUNES.parse_one(typed)


def test_a_slip_of_the_finger_is_helped() -> None:
    with pytest.raises(RefusedTextError, match="Peut-être Briançon"):
        COMMUNES.parse_one("Brianson")
    assert labels("brianson") == ["Briançon"]
    assert labels("marseille") == []


def test_the_list_opens_whole_and_narrows() -> None:
    assert len(COMMUNES.search.suggest("", most=1000)) == len(COMMUNES.choice_list.choices)
    assert labels("saint ver") == ["Saint-Véran"]


def test_only_choices_let_through_are_offered() -> None:
    found = COMMUNES.search.suggest("05350", lambda choice: choice.name != "05157")
    assert "Saint-Véran" not in [line.label for line in found]


def test_what_is_offered_can_be_entered() -> None:
    for typed in ("sai", "dev", "05350", "roche", "brianson"):
        for line in COMMUNES.search.suggest(typed):
            assert COMMUNES.label_of(COMMUNES.parse_one(line.code)) == line.label


def test_two_lines_of_one_name_are_typed_by_their_codes() -> None:
    listed = ChoiceList(
        "twins", (Choice("a", {"": "Le Bourg"}), Choice("b", {"": "Le Bourg"})), from_file=True
    )
    twins = CodedList(questionnaire(lists=[listed]), listed)
    assert twins.as_typed("b") == "2"
    with pytest.raises(RefusedTextError, match="plusieurs"):
        twins.parse_one("le bourg")


def test_several_lines_may_be_typed_as_words() -> None:
    assert COMMUNES.parse_many("St Véran ; gap") == "05061 05157"
    assert COMMUNES.parse_many("05157 05061") == "05061 05157"
