"""The first window's page: four ways in, the campaigns of this machine, and the form of the way chosen."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.tasks import Task
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.welcome.forms import CreateForm, Form, JoinForm, UnlockForm, choose_database
from teleactivites_desktop.ui.welcome.recovery import RecoveryCard
from teleactivites_desktop.ui.welcome.requests import LookAround, Open
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.icons import icon_label, set_icon
from teleactivites_desktop.ui.widgets.progress import ProgressLine
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level, label


class Welcome(QWidget):
    """Asks which campaign; `asked` carries a `Request`. `tell` shows what went wrong with it."""

    asked = Signal(object)
    guide_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        territories: Sequence[tuple[str, str]],
        proposed: Path,
        recent: Sequence[Path],
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._territories = list(territories)
        self._proposed = proposed
        self._form: Form | None = None
        self._problem = Strip(theme)
        self._progress = ProgressLine()
        self._progress.setFixedWidth(80 * GRID)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._ways(recent))
        column = QVBoxLayout()
        column.setSpacing(3 * GRID)
        column.addStretch(2)
        column.addLayout(self._title())
        column.addWidget(self._problem)
        column.addWidget(self._progress)
        column.addWidget(self._stack)
        column.addStretch(3)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(column)
        outer.addStretch(1)

    @property
    def form(self) -> Form | None:
        """Return the form in front, None while the ways are."""
        return self._form

    def show_unlock(self, path: Path, *, locked: bool = False, wait: float = 0.0) -> None:
        """Ask for the passphrase of the campaign at `path`; the next try waits `wait` seconds.

        `locked`: it was open until now.
        """
        form = UnlockForm(self._theme, path, locked=locked)
        self._open_form(form)
        form.hold(wait)

    def show_create(self) -> None:
        """Show the form that creates a campaign."""
        self._open_form(CreateForm(self._theme, self._territories, self._proposed))

    def show_join(self) -> None:
        """Show the form that joins a campaign."""
        self._open_form(JoinForm(self._theme, self._territories, self._proposed))

    def show_recovery(self, code: str, file: str, go_on: Callable[[], object]) -> None:
        """Show the recovery code of the campaign just made in `file`; `go_on` once it is on paper."""
        self._close_form()
        shown = RecoveryCard(self._theme, code, file, go_on)
        self._stack.addWidget(shown)
        self._stack.setCurrentWidget(shown)
        shown.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Show that the form in front has to wait."""
        if self._form is not None:
            self._form.set_busy(busy)

    def follow(self, task: Task[Any]) -> None:
        """Show how far a campaign being made is; nothing else can be asked for meanwhile."""
        self._stack.setEnabled(False)
        task.ended.connect(lambda: self._stack.setEnabled(True))
        self._progress.follow(task)

    def tell(self, text: str) -> None:
        """Show what went wrong, in the form where there is one."""
        if self._form is not None:
            self._form.set_busy(False)
            self._form.tell(text)
        else:
            self._problem.tell(text, Level.BAD)

    def _title(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label(_("Téléactivités"), "title"))
        words = _(
            "Saisir les fiches papier d’un recensement, les réunir d’un territoire à l’autre, les publier."
        )
        column.addWidget(label(words, "muted"))
        return column

    def _ways(self, recent: Sequence[Path]) -> QWidget:
        page = QWidget()
        page.setFixedWidth(80 * GRID)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        if recent:
            column.addWidget(self._recent(recent))
        ways = (
            (
                "people",
                _("Rejoindre une campagne"),
                _("Un autre territoire vous a envoyé une invitation."),
                self.show_join,
            ),
            (
                "plus",
                _("Créer une campagne"),
                _("Vous êtes le premier territoire à l’installer."),
                self.show_create,
            ),
            (
                "responses",
                _("Essayer avec des fiches inventées"),
                _("Une campagne à jeter, pour voir : rien n’en est gardé."),
                lambda: self.asked.emit(LookAround()),
            ),
            (
                "folder",
                _("Ouvrir un fichier"),
                _("Une campagne gardée ailleurs sur cet ordinateur."),
                self._browse,
            ),
        )
        for icon, title, words, slot in ways:
            column.addWidget(self._way(icon, title, words, slot))
        foot = QHBoxLayout()
        foot.addWidget(label(_("Aucune connexion n’est nécessaire : tout reste sur cet ordinateur."), "hint"))
        foot.addStretch(1)
        guide = ActionButton(
            self._theme, _("Guide"), self.guide_wanted.emit, key="F1", icon="info", role=ButtonRole.QUIET
        )
        foot.addWidget(guide)
        column.addLayout(foot)
        return page

    def _way(self, icon: str, title: str, words: str, slot: Callable[[], object]) -> Card:
        card = Card()
        line = QHBoxLayout()
        line.setSpacing(2 * GRID)
        line.addWidget(icon_label(icon, self._theme, Role.ACCENT))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(title, "strong"))
        texts.addWidget(label(words, "muted"))
        line.addLayout(texts, 1)
        line.addWidget(ActionButton(self._theme, title.split()[0], slot))
        card.body.addLayout(line)
        return card

    def _recent(self, recent: Sequence[Path]) -> Card:
        card = Card(_("Campagnes de cet ordinateur"))
        for path in recent:
            button = QPushButton(f"{path.stem}   —   {path.parent}")
            button.setProperty("role", "quiet")
            set_icon(button, "file", self._theme, Role.ACCENT)
            button.clicked.connect(lambda _checked=False, path=path: self.asked.emit(Open(path)))
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _browse(self) -> None:
        found = choose_database(self, str(self._proposed.parent))
        if found:
            self.asked.emit(Open(Path(found)))

    def _open_form(self, form: Form) -> None:
        self._close_form()
        self._form = form
        form.left.connect(self._close_form)
        form.submitted.connect(self._submitted)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        form.setFocus()

    def _submitted(self, request: object) -> None:
        if self._form is not None:
            self._form.set_busy(True)
        self.asked.emit(request)

    def _close_form(self) -> None:
        if self._form is not None:
            self._stack.removeWidget(self._form)
            self._form.deleteLater()
            self._form = None
        self._stack.setCurrentIndex(0)
