"""Files as people upload them: small, but whole."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def archive(*names, content=b"<x/>"):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            target.writestr(name, content)
    return written.getvalue()


def docx():
    return archive("[Content_Types].xml", "word/document.xml")


def macros():
    return archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


def xlsx():
    return archive("[Content_Types].xml", "xl/workbook.xml")


def upload(name="说明.pdf", content=PDF):
    return SimpleUploadedFile(name, content)
