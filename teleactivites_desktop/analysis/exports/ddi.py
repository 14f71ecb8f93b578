"""The codebook as DDI Codebook 2.5, the XML that data archives exchange: variables and codes, no data."""

from collections.abc import Sequence
from typing import IO
from xml.etree.ElementTree import Element, ElementTree, SubElement, register_namespace

from teleactivites_desktop.analysis.exports.statistics import codes_of
from teleactivites_desktop.analysis.exports.variables import Kind, Variable

_NAMESPACE = "ddi:codebook:2_5"
_INTERVALS = {Kind.NUMBER: "contin"}


def write_ddi(title: str, date: str, cases: int, variables: Sequence[Variable], out: IO[bytes]) -> None:
    """Write the codebook of an export of `cases` responses; `date` is ISO."""
    register_namespace("", _NAMESPACE)
    root = _element("codeBook", version="2.5")
    study = _under(_under(root, "stdyDscr"), "citation")
    _under(_under(study, "titlStmt"), "titl").text = title
    _under(_under(study, "prodStmt"), "prodDate", date=date).text = date
    file = _under(_under(root, "fileDscr"), "fileTxt")
    dimensions = _under(file, "dimensns")
    _under(dimensions, "caseQnty").text = str(cases)
    _under(dimensions, "varQnty").text = str(len(variables))
    data = _under(root, "dataDscr")
    for place, variable in enumerate(variables, 1):
        _variable(data, variable, place)
    ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)


def _variable(data: Element, variable: Variable, place: int) -> None:
    interval = _INTERVALS.get(variable.kind, "discrete")
    found = _under(data, "var", ID=f"V{place}", name=variable.name, intrvl=interval)
    _under(found, "labl").text = variable.label
    if variable.question:
        _under(_under(found, "qstn"), "qstnLit").text = variable.label
    codes = {} if variable.kind is Kind.FLAG else codes_of(variable)
    for name, words in variable.labels.items():
        category = _under(found, "catgry")
        _under(category, "catValu").text = str(codes.get(name, name))
        _under(category, "labl").text = words
    numeric = variable.kind in (Kind.NUMBER, Kind.FLAG) or bool(variable.labels)
    _under(found, "varFormat", type="numeric" if numeric else "character")


def _element(tag: str, **attributes: str) -> Element:
    return Element(f"{{{_NAMESPACE}}}{tag}", attributes)


def _under(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, f"{{{_NAMESPACE}}}{tag}", attributes)
