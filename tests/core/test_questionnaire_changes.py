"""What changes between two versions, told question by question."""

from dataclasses import replace
from typing import Any

import pytest
from entry_builders import T, ask, choices, questionnaire

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, Section
from teleactivites_desktop.core.questionnaire_changes import ChangeKind, compare, probable_renames


def form(*questions: Question, **more: Any) -> Questionnaire:
    return questionnaire(*questions, **more)


def base(**rules: Any) -> Questionnaire:
    return form(ask("nom", **{"labels": "Nom", **rules}), ask("age", T.INTEGER, labels="Âge"))


def told(before: Questionnaire, after: Questionnaire, renamed: dict[str, str] | None = None) -> list[Any]:
    return [
        (change.kind.value, change.before, change.name, *change.details)
        for change in compare(before, after, renamed).questions
    ]


def test_the_same_questionnaire_changes_nothing() -> None:
    compared = compare(base(), base())
    assert compared.same
    assert told(base(), base()) == []


def test_questions_come_and_go() -> None:
    after = form(ask("nom", labels="Nom"), ask("metier", labels="Métier", required="yes"))
    assert told(base(), after) == [("added", "", "metier"), ("removed", "age", "")]


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"labels": "Votre nom"}, "Intitulé : « Nom » → « Votre nom »."),
        ({"type_": T.INTEGER}, "Type : « texte » → « nombre entier »."),
        ({"required": "yes"}, "Obligatoire : « yes » ajouté."),
        ({"constraint": "string-length(.) < 9"}, "Contrôle : « string-length(.) < 9 » ajouté."),
        ({"identity": True}, "Identifie une personne : « oui » ajouté."),
        ({"warning_messages": "Sûr ?"}, "Message du contrôle à confirmer : « Sûr ? » ajouté."),
        ({"relevant": "${age} > 3"}, "Condition : « ${age} > 3 » ajouté."),
    ],
)
def test_each_rule_that_changes_is_told_both_ways(rules: dict[str, Any], sentence: str) -> None:
    after = base(**rules)
    assert told(base(), after) == [("changed", "nom", "nom", sentence)]
    assert len(told(after, base())) == 1


CODES = "Des codes à taper changent : l'ordre des choix n'est plus le même."


def selects(names: str, **labels: str) -> Questionnaire:
    made = choices("l", names)
    named = tuple(
        replace(choice, labels={"": labels.get(choice.name, choice.name)}) for choice in made.choices
    )
    return form(ask("q", T.SELECT_ONE, labels="Q", choice_list="l"), lists=[replace(made, choices=named)])


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (selects("a b"), selects("a b c"), ["Choix ajouté : c."]),
        (selects("a b c"), selects("a b"), ["Choix retiré : c."]),
        (selects("a b"), selects("a b", b="bis"), ["Choix d'un autre libellé : « b » → « bis »."]),
        (
            selects("a b"),
            selects("b a"),
            [CODES],
        ),
        (
            selects("a b"),
            selects("a x b"),
            ["Choix ajouté : x.", CODES],
        ),
        (selects("1 2"), selects("2 1"), []),
    ],
)
def test_choices_that_change(before: Questionnaire, after: Questionnaire, sentences: list[str]) -> None:
    assert [detail for change in compare(before, after).questions for detail in change.details] == sentences


def test_a_long_list_of_choices_is_counted() -> None:
    (change,) = compare(selects("a"), selects("a b c d e f g h i")).questions
    assert change.details == ("Choix ajoutés : b, c, d, e, f, g et 2 autres.",)


def test_the_form_as_a_whole() -> None:
    after = replace(
        form(
            ask("nom", labels="Nom"),
            ask("age", T.INTEGER, labels="Âge", section="t"),
            sections=[Section("s", {"": "Vous"}, relevant="true()"), Section("t", {"": "Autre"})],
            tables={"communes": ({"name": "1"},)},
        ),
        titles={"": "Enquête"},
        version="2",
    )
    compared = compare(replace(base(), titles={"": "Essai"}), after)
    assert compared.form == (
        "Titre : « Essai » → « Enquête ».",
        "Version : « 1 » → « 2 ».",
        "Section : « Vous » ajouté.",
        "Condition de la section « Vous » : « true() » ajouté.",
        "Section ajoutée : « Autre ».",
        "Fichier « communes.csv » : 0 lignes → 1 lignes.",
    )


def test_the_same_label_under_another_name_is_probably_the_same_question() -> None:
    after = form(ask("age", T.INTEGER, labels="Âge"), ask("patronyme", labels="NOM"))
    assert probable_renames(base(), after) == {"nom": "patronyme"}
    assert told(base(), after) == [("renamed", "nom", "patronyme", "Intitulé : « Nom » → « NOM ».")]


def test_the_same_place_and_type_is_probably_the_same_question() -> None:
    after = form(ask("patronyme", labels="Comment vous appelle-t-on ?"), ask("age", T.INTEGER, labels="Âge"))
    assert probable_renames(base(), after) == {"nom": "patronyme"}


@pytest.mark.parametrize(
    "after",
    [
        form(ask("patronyme", T.DATE, labels="Jour"), ask("age", T.INTEGER, labels="Âge")),
        form(ask("a", labels="A"), ask("b", labels="B"), ask("age", T.INTEGER, labels="Âge")),
        form(ask("age", T.INTEGER, labels="Âge"), ask("z", labels="Tout autre chose")),
        form(ask("nom2", T.CALCULATE, labels="Nom"), ask("age", T.INTEGER, labels="Âge")),
    ],
)
def test_what_may_be_anything_is_not_guessed(after: Questionnaire) -> None:
    assert probable_renames(base(), after) == {}


def test_what_the_officer_says_counts() -> None:
    after = form(ask("patronyme", labels="Nom"), ask("age", T.INTEGER, labels="Âge"))
    assert told(base(), after, {}) == [("added", "", "patronyme"), ("removed", "nom", "")]
    assert told(base(), after, {"nom": ""}) == [("added", "", "patronyme"), ("removed", "nom", "")]
    assert compare(base(), after, {}).probable == {"nom": "patronyme"}


def test_a_rule_that_only_follows_a_new_name_does_not_change() -> None:
    before = form(ask("nom", labels="Nom"), ask("b", labels="B", relevant="${nom} = 'x'"))
    after = form(ask("patronyme", labels="Nom"), ask("b", labels="B", relevant="${ patronyme } = 'x'"))
    after = replace(
        after, questions=(after.questions[0], replace(after.questions[1], relevant="${patronyme} = 'x'"))
    )
    assert told(before, after) == [("renamed", "nom", "patronyme")]


def test_kinds_are_told_apart() -> None:
    after = form(ask("patronyme", labels="Nom"), ask("taille", T.DECIMAL, labels="Taille en cm"))
    compared = compare(base(), after)
    assert [change.name for change in compared.of_kind(ChangeKind.RENAMED)] == ["patronyme"]
    assert [change.before for change in compared.of_kind(ChangeKind.REMOVED)] == ["age"]
