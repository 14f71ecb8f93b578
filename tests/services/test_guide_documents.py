"""The guide and the key card on paper: every chapter is there, the card is one page."""

from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from teleactivites_desktop.services import campaigns, documents, guide, locations
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.environments import real_environment


def test_the_guide_and_the_key_card_are_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locations.HOME_VARIABLE, str(tmp_path))
    environment = real_environment()
    made = campaigns.create(
        tmp_path / "c.tldb", territory="HD", officer="Luc", passphrase=None, environment=environment
    )
    with closing(made.workspace) as workspace:
        options = Options(made_at=environment.now())
        for name in ("guide", "keys"):
            documents.write(workspace, name, tmp_path / f"{name}.pdf", options)
    with closing(pypdfium2.PdfDocument(tmp_path / "guide.pdf")) as printed:
        words = "".join(page.get_textpage().get_text_bounded() for page in printed)
    assert all(page.title in words for page in guide.pages())
    assert "**" not in words
    assert "](" not in words
    with closing(pypdfium2.PdfDocument(tmp_path / "keys.pdf")) as card:
        assert len(card) == 1
        assert "Ctrl K" in card[0].get_textpage().get_text_bounded()
