"""The keys of keying, and what each does: for the screen (F1) and for the card that is printed."""

from dataclasses import dataclass

from teleactivites_desktop.i18n import _


@dataclass(frozen=True)
class Line:
    """What some keys do; each of `keys` does it."""

    keys: tuple[str, ...]
    words: str


def answering_keys() -> list[Line]:
    """Return the keys that answer."""
    return [
        Line((_("Entrée"),), _("garder et passer à la suite ; sur un contrôle : garder quand même")),
        Line(("−", "F3"), _("non-réponse ; encore : refus, ne sait pas, illisible, sans objet")),
        Line(("*", "F5"), _("comme la fiche précédente")),
        Line((_("Maj F5"),), _("de même, jusqu’à la fin de la section")),
        Line(("+", "F4"), _("parcourir la liste ; Entrée prend la ligne marquée")),
        Line((_("Échap"),), _("rendre à la question ce qu’elle avait")),
    ]


def moving_keys() -> list[Line]:
    """Return the keys that move."""
    return [
        Line(("↑", _("Maj Tab")), _("question précédente, sans rien perdre")),
        Line(("↓",), _("question suivante, sans rien changer")),
        Line((_("Ctrl ↑"), _("Ctrl ↓")), _("de même, en s’arrêtant aussi aux questions sautées")),
        Line(("/", "F6"), _("fin de la section : le reste est sans réponse")),
        Line((_("Page ↑"), _("Page ↓")), _("section précédente, section suivante")),
    ]


def table_keys() -> list[Line]:
    """Return the keys of tables."""
    return [
        Line(("/", "F6"), _("fin du tableau : plus de ligne")),
        Line(("*", "F5"), _("comme la ligne du dessus")),
        Line((_("Maj ↑"), _("Maj ↓")), _("même colonne, ligne du dessus ou du dessous")),
        Line((_("Ctrl +"), _("Ctrl −")), _("ajouter une ligne ici, retirer celle-ci")),
    ]


def paper_keys() -> list[Line]:
    """Return the keys on the paper as a whole."""
    return [
        Line(("F2",), _("note sur la question")),
        Line((_("Maj F2"),), _("note sur la fiche")),
        Line(("F7",), _("comme sur la fiche : répondre à une question sautée")),
        Line(("F8",), _("mettre la fiche de côté")),
        Line(("F9",), _("contrôle : voir la première saisie, après une différence")),
        Line((_("Ctrl Z"), _("Ctrl Y")), _("défaire, refaire le dernier changement de la fiche")),
        Line((_("Ctrl Entrée"), _("Ctrl S")), _("enregistrer la fiche telle qu’elle est")),
    ]


def window_keys() -> list[Line]:
    """Return the keys of the window."""
    return [
        Line(
            (_("Ctrl 1 à 7"),),
            _("les pages : Accueil, Saisie, Fiches, Échanges, Contrôle, Rapports, Réglages"),
        ),
        Line((_("Ctrl K"),), _("trouver une action ou une fiche")),
        Line((_("Ctrl L"),), _("verrouiller")),
        Line(("F1",), _("les touches, puis le guide")),
    ]
