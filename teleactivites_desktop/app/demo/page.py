"""The page of the demonstration that says what to look at."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from teleactivites_desktop.app.demo.story import Outcome
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.documents import DOCUMENTS

_STYLE = """
body { font: 16px/1.5 "DejaVu Sans", sans-serif; color: #1d2733; background: #f6f7f9;
  margin: 0 auto; max-width: 72rem; padding: 2rem; }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.5rem }
table { border-collapse: collapse; background: #fff }
th, td { border: 1px solid #d5dbe3; padding: .4rem .8rem; text-align: left }
figure { margin: 1rem 0 } img { max-width: 100%; border: 1px solid #d5dbe3; background: #fff }
"""


def write_page(output: Path, outcomes: Sequence[Outcome]) -> Path:
    """Write `index.html` in `output` and return its path."""
    parts = [
        f"<h1>{escape(_('Téléactivités : ce que la démonstration a fait'))}</h1>",
        _paragraph(
            _(
                "Quatre postes ont saisi leurs fiches d'exemple dans la vraie fenêtre, touche par touche ; "
                "ils ont échangé des fichiers chiffrés et signés, corrigé chacun de leur côté, échangé "
                "encore dans un ordre tiré au sort. Tous contiennent la même chose."
            )
        ),
        _table(outcomes),
        _paragraph(
            _(
                "À vérifier : le même nombre de fiches et le même code partout ; deux conflits ouverts, l'un "
                "sur les heures de {one}, l'autre sur le retrait de {other}."
            ).format(one="GBD-0006", other="HAD-0006")
        ),
        *_documents(output),
        *_screens(output),
    ]
    page = output / "index.html"
    page.write_text(
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>Téléactivités</title>'
        f"<style>{_STYLE}</style>{''.join(parts)}</html>",
        encoding="utf-8",
    )
    return page


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(outcomes: Sequence[Outcome]) -> str:
    heads = (_("Poste"), _("Fiches"), _("Conflits ouverts"), _("Code"), _("Vérification"))
    rows = [
        (
            each.territory,
            str(each.responses),
            ", ".join(each.conflicts),
            each.code,
            _("base saine") if each.sound else _("à réparer"),
        )
        for each in outcomes
    ]
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _documents(output: Path) -> list[str]:
    lines = [
        f'<li><a href="pdf/{name}.pdf">{escape(_(document.title))}</a> : {escape(_(document.sentence))}</li>'
        for name, document in DOCUMENTS.items()
        if (output / "pdf" / f"{name}.pdf").exists()
    ]
    return [f"<h2>{escape(_('Documents'))}</h2>", f"<ul>{''.join(lines)}</ul>"]


def _screens(output: Path) -> list[str]:
    folder = output / "ecrans"
    figures = [
        f'<figure><img src="ecrans/{path.name}" alt="{escape(path.stem)}"></figure>'
        for path in sorted(folder.glob("*.png"))
    ]
    return [f"<h2>{escape(_('Écrans'))}</h2>", *figures]
