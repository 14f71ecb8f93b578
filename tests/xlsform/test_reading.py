"""A right workbook becomes a questionnaire: every type, and everything letter for letter."""

from datetime import date

from workbooks import OUI_NON, SETTINGS, q, read, workbook

from teleactivites_desktop.core.questionnaire import QuestionType, Skipped
from teleactivites_desktop.xlsform import read_workbook, version_id, wanted_files

COMMUNES = "name,label,valley\n05001,Abriès,Queyras\n05046,Embrun,Durance\n".encode()


def test_every_type_that_paper_keying_knows() -> None:
    kinds = [
        "text",
        "integer",
        "decimal",
        "range",
        "date",
        "time",
        "geopoint",
        "acknowledge",
        "note",
        "hidden",
    ]
    survey = [q(kind, f"q_{kind}") for kind in kinds]
    survey += [
        q("calculate", "q_calculate", calculation="1 + 1"),
        q("select_one oui_non", "q_one"),
        q("select_multiple oui_non", "q_multiple"),
        q("rank oui_non", "q_rank"),
        q("select_one_from_file communes.csv", "q_file"),
        q("select_multiple_from_file communes.csv", "q_files"),
    ]
    questionnaire = read(survey, files={"communes.csv": COMMUNES})
    types = [question.type.value for question in questionnaire.questions]
    assert types == [
        *kinds,
        "calculate",
        "select_one",
        "select_multiple",
        "rank",
        "select_one",
        "select_multiple",
    ]
    assert {kind.value for kind in QuestionType} == set(types)


def test_the_other_spellings_of_types_and_columns() -> None:
    survey = [
        {"Type": "string", "Name": "a", "Label": "A", "Relevance": "", "bind::relevant": "true()"},
        {"Type": "select one from oui_non", "Name": "b", "Label": "B", "Relevance": "${a} = 'x'"},
        {"Type": "int", "Name": "c", "Label": "C", "readonly": "yes", "calculate": "1"},
        {"Type": "begin_group", "Name": "g", "Label": "G"},
        {"Type": "trigger", "Name": "d", "Label": "D"},
        {"Type": "end_group"},
    ]
    without_double = [{key: cell for key, cell in row.items() if "::" not in key} for row in survey]
    questionnaire = read(without_double)
    assert [question.type.value for question in questionnaire.questions] == [
        "text",
        "select_one",
        "integer",
        "acknowledge",
    ]
    assert questionnaire.by_name["b"].relevant == "${a} = 'x'"
    assert questionnaire.by_name["c"].read_only
    assert not questionnaire.by_name["c"].keyed
    assert questionnaire.by_name["c"].calculation == "1"


def test_nested_groups_become_sections() -> None:
    questionnaire = read(
        [
            q("text", "avant"),
            q("begin group", "a", relevant="${avant} != ''", appearance="field-list"),
            q("text", "dedans"),
            q("begin group", "b"),
            q("text", "au_fond"),
            {"type": "end group"},
            q("text", "encore"),
            {"type": "end group"},
        ]
    )
    assert [(one.name, one.parent, one.relevant, one.row) for one in questionnaire.sections] == [
        ("a", "", "${avant} != ''", 3),
        ("b", "a", "", 5),
    ]
    assert [(one.name, one.section) for one in questionnaire.questions] == [
        ("avant", ""),
        ("dedans", "a"),
        ("au_fond", "b"),
        ("encore", "a"),
    ]


def test_labels_stay_letter_for_letter() -> None:
    label = "« L’âge »\u00a0: œuf,\u202fnon\u2011dit"
    questionnaire = read([{"type": "text", "name": "a", "label": f"  {label}\u00a0 \n"}])
    assert questionnaire.by_name["a"].labels == {"": f"{label}\u00a0"}


def test_several_languages() -> None:
    fr, en = "Français (fr)", "English (en)"
    survey = [
        {
            "type": "select_one oui_non",
            "name": "a",
            f"label::{fr}": "Âge ?",
            f"label::{en}": "Age?",
            f"hint::{fr}": "En années",
            "constraint": ". != 'x'",
            f"constraint_message::{fr}": "Non",
            f"constraint_message::{en}": "No",
            "bind::ta:warning": ". = 'oui'",
            "bind::ta:warningMsg": "Sûr ?",
            f"required_message::{en}": "Needed",
        }
    ]
    choices = [
        {"list_name": "oui_non", "name": "oui", f"label::{fr}": "Oui", f"label::{en}": "Yes"},
        {"list_name": "oui_non", "name": "non", f"label::{en}": "No"},
    ]
    questionnaire = read(survey, choices, {**SETTINGS, "default_language": en})
    question = questionnaire.by_name["a"]
    assert questionnaire.languages == (fr, en)
    assert questionnaire.default_language == en
    assert question.labels == {fr: "Âge ?", en: "Age?"}
    assert question.hints == {fr: "En années"}
    assert question.constraint_messages == {fr: "Non", en: "No"}
    assert question.required_messages == {en: "Needed"}
    assert question.warning_messages == {"": "Sûr ?"}
    assert questionnaire.text(question.labels) == "Age?"
    assert questionnaire.choice_lists["oui_non"].choices[1].labels == {en: "No"}


def test_the_columns_of_ours() -> None:
    questionnaire = read(
        [
            q(
                "text",
                "nom",
                ta_warning="string-length(.) > 1",
                ta_warningMsg="Court.",
                ta_format="name",
                ta_repeat="batch",
                ta_identity="yes",
                ta_verify="yes",
            ),
            q("select_one oui_non", "accord", ta_consent="contact", ta_verify="no"),
        ]
    )
    nom = questionnaire.by_name["nom"]
    assert (nom.warning, nom.format, nom.repeat, nom.identity) == (
        "string-length(.) > 1",
        "name",
        "batch",
        True,
    )
    assert questionnaire.by_name["accord"].consent == "contact"
    assert not questionnaire.by_name["accord"].identity
    assert (nom.verify, questionnaire.by_name["accord"].verify) == ("yes", "no")


def test_yes_and_no_become_conditions() -> None:
    questionnaire = read(
        [
            q("text", "a", required="yes"),
            q("text", "b", required="no"),
            q("text", "c", required=True),
            q("text", "d", required="${a} = 'x'"),
        ]
    )
    assert [question.required for question in questionnaire.questions] == [
        "true()",
        "",
        "true()",
        "${a} = 'x'",
    ]


def test_or_other_adds_a_choice_and_asks_which() -> None:
    questionnaire = read([q("select_one oui_non or_other", "a"), q("text", "b")])
    assert [choice.name for choice in questionnaire.choice_lists["oui_non"].choices] == [
        "oui",
        "non",
        "other",
    ]
    which = questionnaire.by_name["a_other"]
    assert which.type is QuestionType.TEXT
    assert which.relevant == "selected(${a}, 'other')"
    assert which.labels == {"": "Autre\u00a0: précisez"}
    assert [question.name for question in questionnaire.questions] == ["a", "a_other", "b"]


def test_a_choice_file_gives_a_list_and_a_table_that_share_their_rows() -> None:
    questionnaire = read(
        [
            q("select_one_from_file communes.csv", "commune", choice_filter="valley = 'Queyras'"),
            q("calculate", "vallee", calculation="pulldata('communes', 'valley', 'name', ${commune})"),
        ],
        files={"communes.csv": COMMUNES},
    )
    found = questionnaire.choice_lists["communes.csv"]
    assert found.from_file
    assert [(choice.name, choice.labels) for choice in found.choices] == [
        ("05001", {"": "Abriès"}),
        ("05046", {"": "Embrun"}),
    ]
    assert found.choices[1].attributes is questionnaire.tables["communes"][1]
    assert questionnaire.tables["communes"][1]["valley"] == "Durance"


def test_a_choice_file_of_a_french_excel_with_other_columns() -> None:
    content = "\ufeffcode;nom::Français (fr);nom::English (en)\r\n1;Été;Summer\r\n\r\n".encode()
    questionnaire = read(
        [q("select_one_from_file saisons.csv", "saison", parameters="value=code label=nom")],
        files={"saisons.csv": content},
    )
    (choice,) = questionnaire.choice_lists["saisons.csv"].choices
    assert choice.name == "1"
    assert choice.labels == {"Français (fr)": "Été", "English (en)": "Summer"}


def test_types_that_paper_cannot_have_are_shown_as_skipped() -> None:
    questionnaire = read([q("text", "a"), q("image", "photo"), q("start", "debut"), q("dateTime", "quand")])
    assert questionnaire.skipped == (
        Skipped("survey", 3, "image", "photo"),
        Skipped("survey", 4, "start", "debut"),
        Skipped("survey", 5, "dateTime", "quand"),
    )
    assert [question.name for question in questionnaire.questions] == ["a"]


def test_cells_that_are_not_text() -> None:
    choices = [
        {"list_name": "n", "name": 1, "label": "Un", "poids": 2.5},
        {"list_name": "n", "name": 2, "label": 2, "poids": True},
    ]
    questionnaire = read([q("select_one n", "a", default=1), q("range", "r", parameters="end=5")], choices)
    first, second = questionnaire.choice_lists["n"].choices
    assert (first.name, first.attributes) == ("1", {"poids": "2.5"})
    assert (second.labels, second.attributes) == ({"": "2"}, {"poids": "TRUE"})
    assert questionnaire.by_name["a"].default == "1"
    assert questionnaire.by_name["r"].parameters == {"start": "1", "end": "5", "step": "1"}
    assert questionnaire.version == "1"


def test_empty_rows_and_remarks_do_not_shift_row_numbers() -> None:
    questionnaire = read([q("text", "a"), {}, {"à faire": "une remarque"}, q("text", "b")])
    assert [(question.name, question.row) for question in questionnaire.questions] == [("a", 2), ("b", 5)]


def test_a_note_may_have_no_name() -> None:
    (note,) = read([{"type": "note", "label": "Bonjour"}]).questions
    assert (note.type, note.name) == (QuestionType.NOTE, "note_2")


def test_the_files_that_a_workbook_asks_for() -> None:
    survey = [
        q("select_one_from_file communes.csv", "a"),
        q("text", "b", constraint="pulldata('codes', 'x', 'y', .) != ''"),
        q("select_one_from_file ../secret.csv", "c"),
        {"type": "csv-external", "name": "autres"},
    ]
    assert wanted_files(workbook(survey)) == ("autres.csv", "codes.csv", "communes.csv")


def test_the_version_is_that_of_the_content() -> None:
    base = version_id(b"w", {"a.csv": b"1", "b.csv": b"2"})
    assert len(base) == 32
    assert base == version_id(b"w", {"b.csv": b"2", "a.csv": b"1"})
    others = [
        version_id(b"w", {"a.csv": b"2", "b.csv": b"1"}),
        version_id(b"w", {"a.csv": b"1"}),
        version_id(b"wa.csv", {}),
        version_id(b"w", {"a.csv": b"1b.csv2"}),
    ]
    assert len({base, *others}) == 5


def test_a_date_typed_as_a_date_is_read_as_iso() -> None:
    survey = [q("date", "a", default=date(2007, 6, 1).isoformat())]
    assert read_workbook(workbook(survey, OUI_NON), {}).by_name["a"].default == "2007-06-01"
