"""The outline of an area in GeoJSON (RFC 7946): its rings in degrees, for a map."""

from collections.abc import Iterator, Mapping
from typing import Any

Point = tuple[float, float]
"""Longitude, latitude."""
Ring = tuple[Point, ...]
MOST_POINTS = 200_000
_LEAST_POINTS = 4


class NotGeoJsonError(ValueError):
    """The content is not the outline of an area, in degrees."""


def rings(content: Any) -> tuple[Ring, ...]:
    """Return every ring of the areas in parsed GeoJSON, holes included. Raises NotGeoJsonError."""
    found = tuple(_rings(content))
    if not found or sum(map(len, found)) > MOST_POINTS:
        raise NotGeoJsonError
    return found


def _rings(content: Any) -> Iterator[Ring]:
    if not isinstance(content, Mapping):
        raise NotGeoJsonError
    kind = content.get("type")
    if kind in ("FeatureCollection", "GeometryCollection"):
        for each in _listed(content.get("features" if kind == "FeatureCollection" else "geometries")):
            yield from _rings(each)
    elif kind == "Feature":
        if content.get("geometry") is not None:
            yield from _rings(content["geometry"])
    elif kind == "Polygon":
        yield from map(_ring, _listed(content.get("coordinates")))
    elif kind == "MultiPolygon":
        for polygon in _listed(content.get("coordinates")):
            yield from map(_ring, _listed(polygon))


def _listed(content: Any) -> list[Any]:
    if not isinstance(content, list):
        raise NotGeoJsonError
    return content


def _ring(content: Any) -> Ring:
    points = tuple(_point(each) for each in _listed(content))
    if len(points) < _LEAST_POINTS:
        raise NotGeoJsonError
    return points


def _point(content: Any) -> Point:
    if not isinstance(content, list) or len(content) < 2:
        raise NotGeoJsonError
    longitude, latitude = content[:2]
    if not all(
        isinstance(each, int | float) and not isinstance(each, bool) for each in (longitude, latitude)
    ):
        raise NotGeoJsonError
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise NotGeoJsonError
    return float(longitude), float(latitude)
