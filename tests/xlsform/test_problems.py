"""A wrong workbook: each fault with its sheet, its row, and a sentence; all of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from workbooks import OUI_NON, SETTINGS, Cells, problems, q, workbook

from teleactivites_desktop.xlsform import Problem, QuestionnaireError, read_workbook

FILE = "select_one_from_file c.csv"


@dataclass
class Wrong:
    """A workbook with one fault, and what must be said of it."""

    name: str
    survey: Sequence[Cells]
    sheet: str
    row: int
    said: str
    choices: Sequence[Cells] = field(default_factory=lambda: OUI_NON)
    settings: Cells = field(default_factory=lambda: SETTINGS)
    files: Mapping[str, bytes] = field(default_factory=dict)


def rule(name: str, said: str, kind: str = "text", **cells: object) -> Wrong:
    """A fault of the third row, the second question."""
    return Wrong(name, [q("integer", "a"), q(kind, "b", **cells)], "survey", 3, said)


END_REPEAT = {"type": "end repeat"}
END = {"type": "end group"}
NO_TA = {key: cell for key, cell in SETTINGS.items() if key != "namespaces"}
WRONG = [
    # rows and types
    rule("an unknown type", "Le type « integre » est inconnu. Vouliez-vous dire « integer » ?", "integre"),
    rule("a select without its list", "doit nommer une liste de choix", "select_one"),
    rule("a list of two words", "doit nommer une liste de choix", "select_one oui non"),
    rule("external choices", "employez select_one et choice_filter", "select_one_external oui_non"),
    Wrong("no type", [q("", "a")], "survey", 2, "Il manque le type"),
    Wrong("no name", [q("text", "")], "survey", 2, "Il manque le nom de la question"),
    Wrong(
        "a group without a name", [q("begin group", ""), q("text", "a"), END], "survey", 2, "nom du groupe"
    ),
    Wrong("a group left open", [q("begin group", "g"), q("text", "a")], "survey", 2, "n'est pas fermé"),
    Wrong("a group closed twice", [q("text", "a"), END], "survey", 3, "Aucun groupe n'est ouvert"),
    Wrong(
        "a repeat within another",
        [q("begin repeat", "r"), q("begin repeat", "s"), q("text", "a"), END_REPEAT, END_REPEAT],
        "survey",
        3,
        "Un groupe répété dans un autre",
    ),
    Wrong(
        "more lines than a paper has",
        [q("begin repeat", "r", repeat_count="100"), q("text", "a"), END_REPEAT],
        "survey",
        2,
        "de 1 à 99 lignes",
    ),
    Wrong(
        "a column read out of its lines",
        [q("begin repeat", "r"), q("integer", "a"), END_REPEAT, q("text", "b", relevant="${a} > 1")],
        "survey",
        5,
        "sum(${a})",
    ),
    Wrong(
        "a repeat read as an answer",
        [q("begin repeat", "r"), q("integer", "a"), END_REPEAT, q("text", "b", relevant="${r} > 1")],
        "survey",
        5,
        "count(${r})",
    ),
    Wrong(
        "a column of another repeat by its line",
        [
            q("begin repeat", "r"),
            q("integer", "a"),
            END_REPEAT,
            q("calculate", "b", calculation="indexed-repeat(${a}, ${s}, 1)"),
        ],
        "survey",
        5,
        "indexed-repeat attend",
    ),
    # names
    Wrong("a name twice", [q("text", "a"), q("integer", "a")], "survey", 3, "Le nom « a » est déjà pris"),
    Wrong(
        "a name twice but for capitals",
        [q("text", "nom"), q("text", "Nom")],
        "survey",
        3,
        "Le nom « Nom » est déjà pris",
    ),
    Wrong(
        "a name twice in two groups",
        [q("begin group", "g"), q("text", "a"), END, q("begin group", "h"), q("text", "a"), END],
        "survey",
        6,
        "Le nom « a » est déjà pris",
    ),
    Wrong(
        "a group named as a question", [q("begin group", "a"), q("text", "a"), END], "survey", 3, "déjà pris"
    ),
    Wrong("a name with a space", [q("text", "mon nom")], "survey", 2, "« mon nom » n'est pas un nom"),
    Wrong("a name with an accent", [q("text", "âge")], "survey", 2, "« âge » n'est pas un nom"),
    Wrong(
        "or_other makes a name twice",
        [q("select_one oui_non or_other", "a"), q("text", "a_other")],
        "survey",
        3,
        "pris",
    ),
    # columns
    Wrong(
        "a misspelt column", [q("text", "a", relevent="1")], "survey", 1, "Vouliez-vous dire « relevant » ?"
    ),
    Wrong(
        "an unknown column of ours", [q("text", "a", ta_warnning="1")], "survey", 1, "« bind::ta:warning » ?"
    ),
    Wrong("two columns in one", [q("text", "a", relevance="1", relevant="1")], "survey", 1, "en double"),
    Wrong(
        "our columns undeclared",
        [q("text", "a", ta_identity="yes")],
        "settings",
        2,
        "namespaces",
        settings=NO_TA,
    ),
    rule("not yes or no", "La colonne bind::ta:identity se remplit par yes ou no", ta_identity="peut-être"),
    rule(
        "a read_only that is a condition",
        "La colonne read_only se remplit par yes ou no",
        read_only="${a} = 1",
    ),
    rule("an unknown format", "bind::ta:format ne connaît pas « nom » : name, phone", ta_format="nom"),
    rule("a format of a number", "ne va qu'aux questions de type text", "integer", ta_format="name"),
    rule("an unknown repeat", "bind::ta:repeat ne connaît que « batch »", ta_repeat="lot"),
    rule("a warning without its condition", "remplissez bind::ta:warning", ta_warningMsg="Sûr ?"),
    rule("a verify that is not yes or no", "La colonne bind::ta:verify se remplit par", ta_verify="double"),
    rule("a consent in free text", "bind::ta:consent ne va qu'aux questions à choix", ta_consent="contact"),
    rule(
        "parameters that are none", "La colonne parameters doit être écrite", "range", parameters="de 1 à 10"
    ),
    # expressions
    rule("relevant", "colonne relevant, caractère 5 : « ) » n'est pas à sa place.", relevant="1 = )"),
    rule(
        "an unknown question",
        "colonne relevant, caractère 1 : La question « c » n'existe pas.",
        relevant="${c} = 1",
    ),
    rule(
        "constraint", "colonne constraint, caractère 1 : La fonction « lenght »", constraint="lenght(.) < 3"
    ),
    rule("calculation", "colonne calculation, caractère 4", "calculate", calculation="1 +"),
    rule("required", "colonne required, caractère 1", required="oui_ou_non"),
    rule("a default", "colonne default, caractère 1 : La fonction « tody »", "date", default="tody()"),
    rule("a warning", "colonne bind::ta:warning, caractère 4", ta_warning=". >"),
    rule(
        "a choice filter",
        "« valee » n'est pas une colonne de la liste",
        "select_one oui_non",
        choice_filter="valee = 1",
    ),
    rule("a label", "colonne label : La question « c » n'existe pas.", label="Bonjour ${c}"),
    rule("a calculation missing", "Il manque le calcul", "calculate"),
    Wrong(
        "a question left out",
        [q("today", "jour"), q("date", "a", constraint=". <= ${jour}")],
        "survey",
        3,
        "« jour », de type today, n'existe pas sur le papier",
    ),
    Wrong(
        "calculations in a circle",
        [q("calculate", "a", calculation="${b}"), q("calculate", "b", calculation="${a} + 1")],
        "survey",
        2,
        "Calcul en boucle : a → b → a.",
    ),
    Wrong("a calculation of itself", [q("calculate", "a", calculation="${a} + 1")], "survey", 2, "a → a."),
    Wrong(
        "a circle through a group",
        [q("begin group", "g", relevant="${a} = 1"), q("integer", "a"), END],
        "survey",
        3,
        "Calcul en boucle : g → a → g.",
    ),
    # choices
    rule(
        "an unknown list",
        "« oui_no » n'existe pas dans la feuille choices. Vouliez-vous dire « oui_non » ?",
        "rank oui_no",
    ),
    Wrong(
        "a choice twice",
        [q("select_one oui_non", "a")],
        "choices",
        4,
        "« oui » est deux fois",
        [*OUI_NON, OUI_NON[0]],
    ),
    Wrong(
        "a choice without a name",
        [q("select_one oui_non", "a")],
        "choices",
        4,
        "Il manque le nom du choix",
        [*OUI_NON, {"list_name": "oui_non", "label": "Peut-être"}],
    ),
    Wrong(
        "a choice without a list",
        [q("select_one oui_non", "a")],
        "choices",
        4,
        "Il manque le nom de la liste",
        [*OUI_NON, {"name": "x", "label": "X"}],
    ),
    Wrong(
        "a space in a choice of several",
        [q("select_multiple oui_non", "a")],
        "survey",
        2,
        "Le nom de choix « ne sait pas » a un espace",
        [*OUI_NON, {"list_name": "oui_non", "name": "ne sait pas", "label": "Ne sait pas"}],
    ),
    rule(
        "a default that is no choice",
        "« peut » n'est pas un choix de la liste",
        "select_one oui_non",
        default="peut",
    ),
    rule("a default that is no number", "« dix » n'est pas un nombre entier", "integer", default="dix"),
    rule(
        "a default that is no decimal",
        "« 1,5 » n'est pas un nombre, au point décimal",
        "decimal",
        default="1,5",
    ),
    rule("a default that is no date", "n'est pas une date écrite année", "date", default="1/6/2007"),
    rule("no label", "Il manque le libellé : remplissez", label=""),
    Wrong(
        "a choice without a label",
        [q("select_one oui_non", "a")],
        "choices",
        4,
        "Il manque le libellé du choix",
        [*OUI_NON, {"list_name": "oui_non", "name": "nsp"}],
    ),
    # files
    Wrong("a missing file", [q(FILE, "a")], "survey", 2, "Le fichier « c.csv » manque : placez-le à côté"),
    Wrong(
        "a file with a row unnamed",
        [q(FILE, "a")],
        "c.csv",
        2,
        "colonne « name »",
        files={"c.csv": b"name,label\n,X\n"},
    ),
    Wrong(
        "a file elsewhere",
        [q("select_one_from_file ../c.csv", "a")],
        "survey",
        2,
        "ne peut être un fichier de choix",
    ),
    Wrong("a file of another kind", [q("select_one_from_file c.xml", "a")], "survey", 2, "un fichier .csv"),
    Wrong(
        "a file without names",
        [q(FILE, "a")],
        "c.csv",
        1,
        "la colonne « name »",
        files={"c.csv": b"label\nx\n"},
    ),
    Wrong(
        "a file without labels",
        [q(FILE, "a")],
        "c.csv",
        1,
        "la colonne « label »",
        files={"c.csv": b"name\nx\n"},
    ),
    Wrong(
        "a file not in UTF-8",
        [q(FILE, "a")],
        "c.csv",
        0,
        "n'est pas en UTF-8",
        files={"c.csv": b"name,label\nx,\xe9\n"},
    ),
    Wrong(
        "a file with a choice twice",
        [q(FILE, "a")],
        "c.csv",
        3,
        "deux fois",
        files={"c.csv": b"name,label\nx,X\nx,Y\n"},
    ),
    Wrong(
        "a file with a row too long",
        [q(FILE, "a")],
        "c.csv",
        2,
        "plus de cellules",
        files={"c.csv": b"name,label\nx,X,Y\n"},
    ),
    Wrong(
        "a file with a column twice",
        [q(FILE, "a")],
        "c.csv",
        1,
        "le même nom",
        files={"c.csv": b"name,label,name\nx,X,Y\n"},
    ),
    Wrong(
        "a table that is missing",
        [q("calculate", "a", calculation="pulldata('t', 'x', 'name', 1)")],
        "survey",
        2,
        "Le fichier « t.csv » manque",
    ),
    Wrong(
        "a table without the column",
        [q("calculate", "a", calculation="pulldata('t', 'x', 'name', 1)")],
        "survey",
        2,
        "Le fichier « t.csv » n'a pas de colonne « x ».",
        files={"t.csv": b"name,y\n1,2\n"},
    ),
    # settings
    Wrong(
        "no form_id", [q("text", "a")], "settings", 2, "remplissez form_id", settings={"form_title": "Essai"}
    ),
    Wrong(
        "a default language that no column has",
        [{"type": "text", "name": "a", "label::Français (fr)": "A"}],
        "settings",
        2,
        "« Francais », que ne porte aucune colonne : Français (fr)",
        [{"list_name": "l", "name": "n", "label::Français (fr)": "N"}],
        {**SETTINGS, "default_language": "Francais"},
    ),
    # the gate
    rule(
        "the gate, with a sentence",
        "or_other et choice_filter ne vont pas ensemble",
        "select_one oui_non or_other",
        choice_filter="name != 'oui'",
    ),
    rule(
        "the gate, about a parameter",
        "Le paramètre pas n'est pas admis pour ce type",
        "range",
        parameters="pas=3",
    ),
    Wrong(
        "the gate, quoted",
        [q("select_one oui_non", "a", parameters="randomize=peut")],
        "",
        0,
        "Le convertisseur d'ODK refuse ce classeur : « randomize",
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=[wrong.name for wrong in WRONG])
def test_a_fault_is_told_once_with_its_place(wrong: Wrong) -> None:
    found = problems(wrong.survey, wrong.choices, wrong.settings, wrong.files)
    assert [(problem.sheet, problem.row) for problem in found] == [(wrong.sheet, wrong.row)], found
    assert wrong.said in found[0].message


def test_all_faults_are_told_at_once_in_reading_order() -> None:
    survey = [
        q("text", "a", relevant="${x} = 1"),
        q("integre", "b"),
        q("select_one absent", "c"),
        q("text", "a"),
    ]
    found = problems(survey, [*OUI_NON, {"list_name": "oui_non", "label": "?"}], {**SETTINGS, "form_id": ""})
    assert [(problem.sheet, problem.row) for problem in found] == [
        ("survey", 2),
        ("survey", 3),
        ("survey", 4),
        ("survey", 5),
        ("choices", 4),
        ("settings", 2),
    ]


def test_the_error_reads_as_a_text() -> None:
    with pytest.raises(QuestionnaireError) as refusal:
        read_workbook(workbook([q("integre", "a"), q("text", "")]), {})
    assert str(refusal.value) == (
        "Le classeur a 2 défauts à corriger :\n"
        "Feuille survey, ligne 2 : Le type « integre » est inconnu. Vouliez-vous dire « integer » ?\n"
        "Feuille survey, ligne 3 : Il manque le nom de la question : remplissez la colonne name."
    )


def test_a_workbook_without_a_survey() -> None:
    with pytest.raises(QuestionnaireError) as refusal:
        read_workbook(workbook(None), {})
    assert refusal.value.problems[0] == Problem(
        "survey", 0, "Cette feuille manque : elle porte les questions."
    )


def test_a_right_workbook_has_no_problem() -> None:
    assert problems([q("text", "a")]) == []
