"""What the officer adds to a summary: a logo, the outline of the area on the map. Both come from files."""

import json
from io import BytesIO
from pathlib import Path

from teleactivites_desktop.core.geojson import NotGeoJsonError, Ring, rings
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _

_LARGEST_LOGO = 5 << 20
_LARGEST_OUTLINE = 20 << 20
_MOST_PIXELS = 40_000_000


def logo(path: Path | None) -> bytes:
    """Return the picture `path` (PNG or JPEG), b"" without one. Raises UserError where it is none."""
    if path is None:
        return b""
    from reportlab.lib.utils import ImageReader

    content = _read(path, _LARGEST_LOGO)
    readable = content.startswith((b"\x89PNG", b"\xff\xd8"))
    try:
        width, height = ImageReader(BytesIO(content)).getSize() if readable else (0, 0)
    except Exception as error:  # the library lets whatever its decoder raises through
        raise _no_picture(path) from error
    if not 0 < width * height <= _MOST_PIXELS:
        raise _no_picture(path)
    return content


def outline(path: Path | None) -> tuple[Ring, ...]:
    """Return the rings of the GeoJSON `path`, () without one. Raises UserError where it is none."""
    if path is None:
        return ()
    try:
        return rings(json.loads(_read(path, _LARGEST_OUTLINE)))
    except (ValueError, RecursionError, NotGeoJsonError) as error:
        raise UserError(
            _(
                "« {name} » n'est pas un contour GeoJSON en degrés (WGS 84) : exportez-le ainsi de votre"
                " logiciel de cartes, ou laissez ce choix vide."
            ).format(name=path.name)
        ) from error


def _no_picture(path: Path) -> UserError:
    return UserError(
        _("« {name} » n'est pas une image PNG ou JPEG lisible : choisissez-en une autre.").format(
            name=path.name
        )
    )


def _read(path: Path, most: int) -> bytes:
    try:
        if path.stat().st_size > most:
            raise UserError(
                _("« {name} » est trop gros : {limit} Mo au plus.").format(name=path.name, limit=most >> 20)
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            _("« {path} » ne peut être lu : vérifiez que le fichier existe et qu'il est lisible.").format(
                path=path
            )
        ) from error
