"""The Saisie page: choose a paper, key it, keep it; the next one is proposed at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from teleactivites_desktop.core.local import Draft, DraftKind
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import batches, editing, feedback, keying, papers
from teleactivites_desktop.services.batch_words import counts_sentence
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.reading import status_words
from teleactivites_desktop.ui.context import (
    Changed,
    Context,
    OpenResponse,
    PageName,
    PrintBatch,
    ResumeDraft,
    VerifyResponse,
)
from teleactivites_desktop.ui.entry import desk
from teleactivites_desktop.ui.entry.batch_desk import BatchDesk
from teleactivites_desktop.ui.entry.start import Begun, StartPanel
from teleactivites_desktop.ui.entry.view import KeyingView
from teleactivites_desktop.ui.moments import moment_from_iso, moment_in_brief
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.responses.undoing import Undoing
from teleactivites_desktop.ui.sounds import Sounds, muted_sounds
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import label

AUTO_ADVANCE = "entry.auto_advance"
MUTED = "entry.muted"
"""Settings of this site: go on without Enter once a code is complete; the sounds that are not heard."""


class EntryPage(Page):
    """Shows the start panel, or the paper on the desk."""

    interests = frozenset({Changed.DRAFTS, Changed.BATCHES, Changed.RESPONSES, Changed.SETTINGS})

    def __init__(self, context: Context, sounds: Sounds) -> None:
        super().__init__(context, _("Saisie"))
        self._workspace = context.workspace
        self._sounds = sounds
        self._paper: desk.Paper | None = None
        self._unsaved = False
        """The last save was refused: the disk is full, say."""
        self.batch_label = label("", "muted")
        self.pace_label = label("", "muted")
        self.heading.insertWidget(1, self.batch_label)
        self.heading.setSpacing(2 * GRID)
        self.heading.addWidget(self.pace_label)
        self._aside = self.add_action(_("Mettre de côté"), self.put_aside, key="F8")
        self._keep = self.add_action(_("Enregistrer"), self.finish, key="Ctrl+S")
        self.start = StartPanel(context.theme)
        self.view = KeyingView(context.theme, sounds, self._save)
        self._both = QStackedWidget()
        self._both.addWidget(self.start)
        self._both.addWidget(self.view)
        self.body.addWidget(self._both)
        self._undoing = Undoing(context)
        self._batches = BatchDesk(self._workspace, self.start.batch_card)
        self._connect()
        self._territory, self._batch = desk.last_batch(self._workspace)
        self._clear_desk()
        if draft := desk.left_open(self._workspace):
            self._put(lambda: desk.resume(self._workspace, draft))

    @property
    def paper(self) -> desk.Paper | None:
        """Return the paper on the desk, None while one is being chosen."""
        return self._paper

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read the settings, and the drafts and batches again."""
        settings = self._workspace.store.settings
        self.view.auto_advance = bool(settings.get(AUTO_ADVANCE, True))
        self._sounds.muted = muted_sounds(settings.get(MUTED))
        if self._paper is None:
            self._show_start()

    def open_target(self, target: object) -> None:
        """Correct a response, or take a draft up."""
        if isinstance(target, OpenResponse):
            self._put(lambda: desk.correct(self._workspace, target.record, target.question))
        elif isinstance(target, ResumeDraft):
            self._put(lambda: desk.resume(self._workspace, target.draft))
        elif isinstance(target, VerifyResponse):
            self._put(lambda: desk.verify(self._workspace, target.record))

    def shown(self) -> None:
        """Put the focus on the field being keyed, or on the number of the next paper."""
        if self._paper is None:
            self.start.take_focus()
        else:
            self.view.take_focus()

    def leave(self) -> None:
        """Keep what is in the box: the page is no longer in sight."""
        if self._paper is not None:
            self.view.keep_typed()
            self._save()

    def put_aside(self) -> None:
        """Take the paper off the desk; its draft waits in the list."""
        if self._paper is None:
            return
        self.leave()
        self._paper.put_aside()
        self._clear_desk()
        self.context.navigator.announce({Changed.DRAFTS})

    def finish(self) -> None:
        """Keep the paper as it stands, and propose the next one."""
        if self._paper is None:
            return
        self.leave()
        paper = self._paper
        try:
            record = paper.finish()
        except UserError as error:
            self.context.errors.show(error)
            return
        status = desk.status_of(self._workspace, record)
        words = _("Fiche {paper} enregistrée").format(paper=paper.number)
        self._clear_desk()
        self.context.navigator.announce({Changed.RESPONSES, Changed.DRAFTS, Changed.BATCHES})
        back = None
        if isinstance(paper, desk.StoredPaper) and paper.corrected:
            back = partial(self._undoing.take_back, record, paper.number)
        self.context.navigator.confirm(f"{words} — {status_words(status)}." if status else f"{words}.", back)

    # The desk

    def _connect(self) -> None:
        self.start.begun.connect(self._begin)
        self.start.taken.connect(lambda draft: self._put(lambda: desk.resume(self._workspace, draft)))
        self.start.correction_asked.connect(self._correct)
        self.start.batch_chosen.connect(self._choose_batch)
        self._batches.changed.connect(lambda: self.context.navigator.announce({Changed.BATCHES}))
        self._batches.done.connect(self.context.navigator.confirm)
        self._batches.refused.connect(self.start.tell)
        self.start.batch_card.slip_wanted.connect(self._print_slip)
        self.view.finished.connect(self.finish)

    def _print_slip(self) -> None:
        self.context.navigator.open(PageName.REPORTS, PrintBatch(self._territory, self._batch))

    def _begin(self, typed: str, territory: str, batch: str) -> None:
        if (pile := batches.scanned(self._workspace, typed, territory)) is not None:
            self._choose_batch(*pile)
            return
        number = keying.number_meant(self._workspace, typed, territory, batch)
        again = self.start.offered == (number, territory)
        self.start.number.setText(number)
        if again:
            self._correct(number, territory)
        else:
            self._put(lambda: desk.begin(self._workspace, number, territory, batch))

    def _put(self, take: Callable[[], desk.Paper]) -> None:
        """Put a paper on the desk; the one that is there goes aside first."""
        if self._paper is not None:
            self.put_aside()
        try:
            paper = take()
        except papers.PaperTakenError as error:
            self.start.tell_taken(str(error))
            return
        except UserError as error:
            self.start.tell(str(error))
            return
        self._paper = paper
        self._territory, self._batch = paper.territory, paper.batch
        self._show_heading()
        self._both.setCurrentWidget(self.view)
        self.view.open(paper.number, paper.session)
        self._show_pace()
        self.context.navigator.announce({Changed.DRAFTS})

    def _correct(self, number: str, territory: str) -> None:
        self._put(
            lambda: desk.correct(self._workspace, editing.find_response(self._workspace, number, territory))
        )

    def _clear_desk(self) -> None:
        self._paper = None
        self._show_heading()
        self._both.setCurrentWidget(self.start)
        self._show_start()
        self.start.take_focus()

    def _save(self) -> None:
        if self._paper is None:
            return
        try:
            self._paper.save()
        except UserError as error:
            self._unsaved = True
            self.context.errors.show(error)
        else:
            if self._unsaved:
                self._unsaved = False
                self.context.errors.settled.emit()
        self._show_pace()

    # What is shown

    def _choose_batch(self, territory: str, batch: str) -> None:
        if (territory, batch) != (self._territory, self._batch):
            self._territory, self._batch = territory, batch
            self._show_start()

    def _show_start(self) -> None:
        workspace = self._workspace
        known = membership(workspace.store).territories
        codes = [code for territory, code in batches.open_piles(workspace) if territory == self._territory]
        self.start.set_territories(list(known.items()), self._territory)
        self.start.set_batches(codes, self._batch)
        self.start.propose(keying.next_paper(workspace, self._territory, self._batch))
        self._batches.show(self._territory, self._batch)
        today = workspace.environment.today().isoformat()
        mine = feedback.feedback(workspace, officer=workspace.officer, since=today)
        self.start.pace.show_feedback(mine, Readers(workspace).of("").label)
        self.start.show_drafts([self._begun(draft) for draft in workspace.store.drafts.list()])

    def _begun(self, draft: Draft) -> Begun:
        workspace = self._workspace
        reader = Readers(workspace).of(str(draft.state.get("questionnaire", "")))
        place = reader.label(draft.position) if draft.position else _("fin de la fiche")
        moment = moment_in_brief(moment_from_iso(draft.updated), workspace.environment.now())
        words = _draft_words(draft.kind)
        return Begun(draft.id, f"{draft.paper}{words}", f"{place} — {moment}")

    def _show_heading(self) -> None:
        paper = self._paper
        for button in (self._aside, self._keep):
            button.setVisible(paper is not None)
        self.pace_label.setVisible(paper is not None)
        if paper is None:
            self.title_label.setText(self.title)
            self.batch_label.clear()
            return
        self.title_label.setText(_("Fiche {paper}").format(paper=paper.number))
        words = [_("correction")] if isinstance(paper, desk.StoredPaper) else []
        words += [_("contrôle")] if isinstance(paper, desk.VerifiedPaper) else []
        if paper.batch:
            found = batches.batch(self._workspace, paper.territory, paper.batch)
            words += [_("Lot {code}").format(code=paper.batch), counts_sentence(found)]
        self.batch_label.setText("  ·  ".join(words))

    def _show_pace(self) -> None:
        if self._paper is not None:
            pace = 5 * round(self._paper.session.counters.keystrokes_per_hour / 300)
            words = _("{count} frappes/min").format(count=pace) if pace else ""
            if words != self.pace_label.text():
                self.pace_label.setText(words)


def _draft_words(kind: DraftKind) -> str:
    return {DraftKind.CORRECTION: _(" — correction"), DraftKind.VERIFICATION: _(" — contrôle")}.get(kind, "")
