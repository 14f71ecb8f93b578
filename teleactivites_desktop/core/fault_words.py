"""What a disk has against us, in the officer's words: the system's own are often in another language."""

import errno

from teleactivites_desktop.i18n import _


def fault_words(error: OSError) -> str:
    """Return what went wrong, in our words where we know it, else in those of the system."""
    words = {
        errno.ENOSPC: _("le disque est plein"),
        getattr(errno, "EDQUOT", errno.ENOSPC): _("le disque est plein"),
        errno.EROFS: _("le disque est protégé en écriture"),
        errno.EACCES: _("vous n’avez pas le droit d’y écrire"),
        errno.EPERM: _("vous n’avez pas le droit d’y écrire"),
        errno.ENOENT: _("le dossier n’existe plus (clé retirée ?)"),
        errno.EIO: _("le disque ne répond plus (clé retirée ?)"),
        errno.ENODEV: _("le disque ne répond plus (clé retirée ?)"),
    }
    return words.get(error.errno or 0, error.strerror or str(error))
