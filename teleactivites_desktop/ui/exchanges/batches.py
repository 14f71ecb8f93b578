"""Which batches arrived whole: what was expected, what is here, what each partner said that it holds."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging.receipts import BatchReceipt
from teleactivites_desktop.ui.exchanges.words import Places
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import label

_ROWS = 8
"""Batches in sight; the others are scrolled to."""


class BatchReceipts(Card):
    """A line for each batch, a column for each site; hidden while there is no batch."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Lots : qui a quoi"))
        self._theme = theme
        self.receipts = ListModel[BatchReceipt]([], theme)
        self._table: QWidget = QWidget()
        self.body.addWidget(self._table)
        self.body.addWidget(
            label(_("✓ tout y est – ! il en manque, ou une correction n’est pas arrivée."), "hint", wrap=True)
        )
        self.hide()

    def show_receipts(self, receipts: Sequence[BatchReceipt], places: Places) -> None:
        """Show who has what, as each site said last."""
        self.setVisible(bool(receipts))
        sites = [holding.site for holding in receipts[0].elsewhere] if receipts else []
        columns = [
            Column[BatchReceipt](_("Lot"), lambda each: each.code, width=13 * GRID),
            Column[BatchReceipt](_("Ici"), here_words, _here_ink, 14 * GRID),
            *(_column(place, places.of_site(site)) for place, site in enumerate(sites)),
        ]
        self.receipts = ListModel(columns, self._theme, self)
        self.receipts.set_rows(receipts)
        table = Table(self.receipts, _("Lots : qui a quoi"))
        rows = min(len(receipts), _ROWS)
        header = table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(header + rows * table.verticalHeader().defaultSectionSize() + 4)
        self.body.replaceWidget(self._table, table)
        self._table.deleteLater()
        self._table = table


def here_words(receipt: BatchReceipt) -> str:
    """Return ``✓ 40 sur 40``: what is here of what was expected; only the count where nobody said it."""
    if not receipt.expected:
        return number(receipt.here)
    words = _("✓ {here} sur {expected}") if receipt.is_whole else _("! {here} sur {expected}")
    return words.format(here=number(receipt.here + receipt.lost), expected=number(receipt.expected))


def _here_ink(receipt: BatchReceipt) -> Role | None:
    if not receipt.expected:
        return None
    return Role.GOOD if receipt.is_whole else Role.WARNING


def _column(place: int, name: str) -> Column[BatchReceipt]:
    def words(receipt: BatchReceipt) -> str:
        holding = receipt.elsewhere[place]
        if receipt.arrived(holding):
            return _("✓ {held}").format(held=number(holding.held))
        return _("! {held}").format(held=number(holding.held)) if holding.held else "–"

    def ink(receipt: BatchReceipt) -> Role:
        holding = receipt.elsewhere[place]
        if receipt.arrived(holding):
            return Role.GOOD
        return Role.WARNING if holding.held else Role.MUTED

    return Column(name, words, ink, 10 * GRID)
