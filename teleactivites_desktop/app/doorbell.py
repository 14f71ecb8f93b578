"""A second start on a base that is open: the first window comes to the front, and reads the file asked for.

The second program finds the mark of `services.occupancy` beside the base, and only then loads what speaks to
another process: an ordinary start pays nothing.
"""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from teleactivites_desktop.services.occupancy import is_marked

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 5000
"""Milliseconds that a second start waits for the first: one that hangs is no reason to wait longer."""
_HEARD = b"\n"


def ring(database: Path, file: Path | None) -> bool:
    """Have the window that has `database` open come to the front and read `file`; False where none has."""
    if not is_marked(database):
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_name(database))
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(f"{file.resolve() if file else ''}\n".encode())
    return socket.waitForReadyRead(_PATIENCE)


class Doorbell(QObject):
    """Hears second starts on the base that this window has open."""

    rung = Signal(str)
    """The file to read, "" for none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def listen(self, database: Path) -> None:
        """Hear who asks for `database`, which this process holds: what stands under its name is stale."""
        from PySide6.QtNetwork import QLocalServer

        self.silence()
        QLocalServer.removeServer(_name(database))
        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._welcome(server.nextPendingConnection()))
        server.listen(_name(database))

    def silence(self) -> None:
        """Hear nothing any more, at once: deleted later by Qt, it would take the name from the next."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _welcome(self, socket: "QLocalSocket") -> None:
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(lambda: self._hear(socket))

    def _hear(self, socket: "QLocalSocket") -> None:
        if not socket.canReadLine():
            return
        file = bytes(socket.readLine().data()).decode().strip()
        socket.write(_HEARD)
        socket.flush()
        self.rung.emit(file)


def _name(database: Path) -> str:
    return f"teleactivites-{sha256(str(database.resolve()).encode()).hexdigest()[:16]}"
