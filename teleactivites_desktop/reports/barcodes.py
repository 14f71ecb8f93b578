"""Barcodes of paper numbers: Code 128 for hand scanners, QR for cameras."""

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.renderPDF import draw
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas

from teleactivites_desktop.reports import fonts

_BAR = 0.9
"""Width of the thinnest bar in points: 0.32 mm, above the 0.25 mm that office scanners ask for."""
_QUIET_MODULES = 4


def draw_code128(canvas: Canvas, text: str, right: float, bottom: float, height: float) -> None:
    """Draw `text` as Code 128, ending at `right`, quiet zones included."""
    code = Code128(text, barWidth=_BAR, barHeight=height, quiet=1, lquiet=10 * _BAR, rquiet=10 * _BAR)
    code.drawOn(canvas, right - code.width, bottom)


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw `text` as a QR code of `size` points, its quiet zone included."""
    widget = QrCodeWidget(text, barLevel="M", barWidth=size, barHeight=size, barBorder=_QUIET_MODULES)
    drawing = Drawing(size, size, initialFontName=fonts.REGULAR)
    drawing.add(widget)
    draw(drawing, canvas, x, y)
