"""Which questions show in lists."""

from storage_builders import questionnaire

from teleactivites_desktop.storage.columns import ListColumns, list_columns

COLUMNS = list_columns(questionnaire())


def test_the_columns_come_from_formats_and_lists() -> None:
    assert COLUMNS.names == ("answers.nom", "answers.prenom")
    assert COLUMNS.place == "answers.commune"
    assert COLUMNS.phones == ("answers.telephone",)
    assert COLUMNS.texts == ("answers.lieu_dit",)


def test_a_response_without_name_or_commune() -> None:
    assert COLUMNS.name_of({}) == ""
    assert COLUMNS.place_of({}) == ""
    assert COLUMNS.search_words("GBEQ-1", "", "", {}) == "gbeq 1"


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert COLUMNS.place_of({"answers.commune": "05999"}) == "05999"


def test_all_that_is_searched() -> None:
    fields = {
        "answers.lieu_dit": "Les Alberts",
        "answers.telephone": "+33492584744",
        "answers.metier": "Berger",
    }
    assert (
        COLUMNS.search_words("HD-7", "Faure Zoé", "Gap", fields)
        == "hd 7 faure zoe gap les alberts 0492584744"
    )


def test_a_version_that_is_not_held_shows_numbers_alone() -> None:
    assert ListColumns().name_of({"answers.nom": "Faure"}) == ""
    assert ListColumns().search_words("HD-7", "", "", {"answers.nom": "Faure"}) == "hd 7"
