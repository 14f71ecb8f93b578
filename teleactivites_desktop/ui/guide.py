"""The officer's guide over the window (F1): its pages at the left, the one asked for at the right."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import guide
from teleactivites_desktop.ui.context import PageName
from teleactivites_desktop.ui.theme import GRID, TEXT, Theme, make_font
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.text import label

_LEFT = 40 * GRID
_TEXT_WIDTH = 96 * GRID
"""Widest line: some 90 characters."""
_LINE_HEIGHT = 135.0
"""Per cent."""

PAGE_OF: Mapping[PageName | None, str] = {
    None: "demarrer",
    PageName.HOME: guide.INDEX,
    PageName.ENTRY: "saisir",
    PageName.RESPONSES: "retrouver",
    PageName.EXCHANGE: "echanger",
    PageName.CONTROL: "decider",
    PageName.REPORTS: "rapports",
    PageName.SETTINGS: "sauvegardes",
}
"""The page of the guide that F1 opens on each page of the window; None: before a campaign is open."""


class GuideText(QTextBrowser):
    """One page, its pictures as wide as the text; a link to another page is `asked` for by its name."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Page du guide"))
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self._page: guide.GuidePage | None = None

    def show_page(self, page: guide.GuidePage) -> None:
        """Show `page` from its beginning."""
        self._page = page
        self._fill()

    def sizeHint(self) -> QSize:
        """Return room for the widest line."""
        return QSize(_TEXT_WIDTH + 6 * GRID, 60 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fill()

    def _room(self) -> int:
        return min(max(self.viewport().width() - 5 * GRID, 30 * GRID), _TEXT_WIDTH)

    def _fill(self) -> None:
        """Set the page anew: a document of its own, with its pictures at the width of the text."""
        if self._page is None:
            return
        made = QTextDocument(self)
        made.setDefaultFont(make_font(TEXT))
        made.setDocumentMargin(2 * GRID)
        made.setMarkdown(f"# {self._page.title}\n\n{self._page.text}")
        for name in self._page.pictures:
            made.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), self._picture(name))
        _space(made)
        self.setDocument(made)  # the one before was ours too: it goes

    def _picture(self, name: str) -> QImage:
        """Return a picture as wide as the text at most, crisp on every screen."""
        ratio = self.devicePixelRatioF()
        picture = QImage(str(guide.folder() / name))
        shown = picture.scaledToWidth(
            round(min(self._room(), picture.width()) * ratio), Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        return shown

    def _follow(self, link: QUrl) -> None:
        path = PurePosixPath(link.path())
        if path.suffix == ".md":
            self.asked.emit(path.stem)
        elif link.hasFragment() and not link.path():
            self.scrollToAnchor(link.fragment())


def _space(document: QTextDocument) -> None:
    """Give lines and cells the air that Markdown says nothing of."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(_spaced(block))
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setCellPadding(6)
            shape.setCellSpacing(0)
            shape.setBorderCollapse(True)
            frame.setFormat(shape)


def _spaced(block: QTextBlock) -> QTextBlockFormat:
    """Return the air of a block: a heading stands off what is before it, a picture from both sides."""
    air = QTextBlockFormat()
    air.setBottomMargin(0 if block.textList() else GRID)
    if block.blockFormat().headingLevel():
        air.setTopMargin(2 * GRID)
    elif "\ufffc" in block.text():  # the line of a picture is as high as the picture
        air.setTopMargin(GRID)
        air.setBottomMargin(2 * GRID)
    else:
        air.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return air


class GuideScreen(QWidget):
    """Covers the window; Escape puts it away."""

    left = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = GuideText()
        self.contents = QListWidget()
        self.contents.setAccessibleName(_("Pages du guide"))
        self.contents.setFixedWidth(_LEFT)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.addItems([page.title for page in guide.pages()])
        self.contents.currentRowChanged.connect(lambda row: self.text.show_page(guide.pages()[row]))
        self.text.asked.connect(self.turn_to)
        head = QHBoxLayout()
        head.addWidget(label(_("Guide"), "title"))
        head.addStretch(1)
        head.addWidget(
            ActionButton(theme, _("Revenir"), self.leave, key="Esc", icon="back", role=ButtonRole.QUIET)
        )
        columns = QHBoxLayout()
        columns.setSpacing(2 * GRID)
        columns.addWidget(self.contents)
        columns.addWidget(self.text, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        whole.setSpacing(GRID)
        whole.addLayout(head)
        whole.addLayout(columns, 1)
        self.hide()

    @property
    def page(self) -> str:
        """Return the name of the page shown."""
        return guide.pages()[self.contents.currentRow()].name

    def turn_to(self, name: str) -> None:
        """Show the page `name`."""
        names = [page.name for page in guide.pages()]
        self.contents.setCurrentRow(names.index(name))

    def open(self, page: PageName | None) -> None:
        """Cover the window and show what the guide says of its `page`."""
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
        self.turn_to(PAGE_OF[page])
        self.show()
        self.raise_()
        self.text.setFocus()

    def leave(self) -> None:
        """Give the window back."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape, or on the key that opened it."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.leave()
        else:
            super().keyPressEvent(event)
