"""An outline is read whatever it is wrapped in; what is no area in degrees is refused."""

import pytest

from teleactivites_desktop.core.geojson import NotGeoJsonError, rings

SQUARE = [[5.5, 44.5], [6.5, 44.5], [6.5, 45.0], [5.5, 44.5]]
HOLE = [[5.9, 44.6], [6.0, 44.6], [6.0, 44.7], [5.9, 44.6]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}


@pytest.mark.parametrize(
    "content",
    [
        POLYGON,
        {"type": "Feature", "geometry": POLYGON, "properties": {"nom": "Hautes-Alpes"}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]},
        {"type": "GeometryCollection", "geometries": [POLYGON, {"type": "Point", "coordinates": [5, 44]}]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]},
    ],
)
def test_rings_are_found_in_any_geometry(content: object) -> None:
    assert [len(ring) for ring in rings(content)] == [4, 4]
    assert rings(content)[0][0] == (5.5, 44.5)


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"type": "Point", "coordinates": [5, 44]},
        {"type": "Polygon", "coordinates": [[[5.5, 44.5], [6.5, 44.5]]]},
        {"type": "Polygon", "coordinates": [[["x", 44.5]] * 4]},
        {"type": "Polygon", "coordinates": [[[970_000.0, 6_400_000.0]] * 4]},
        {"type": "FeatureCollection", "features": {}},
    ],
)
def test_what_is_no_outline_in_degrees_is_refused(content: object) -> None:
    with pytest.raises(NotGeoJsonError):
        rings(content)
