"""What a file says of itself: metadata for archives, for search, and for reading ticks back."""

from __future__ import annotations

from datetime import date
from functools import cache
from html import escape

from handouts.base.cachefolder import CacheFolder, code_state, package_state
from handouts.base.records import dataclass
from handouts.write.pdf.objects import short, stream_of, text_string
from handouts.write.pdf.squeeze import small

__all__ = ["Meta", "colour_profile", "info", "output_intent", "xmp"]


@dataclass(frozen=True)
class Meta:
    """What the file says of itself. No patient's name: titles show up in lists and logs."""

    title: str
    author: str
    language: str
    issued: date
    handout: str = ""
    """The handout's id, or empty for a picture's file."""
    week: date | None = None
    """First day of the handout's week."""
    drills: tuple[str, ...] = ()
    """Ids of its drills in order: what is ticked can be told from the file alone."""
    activities: tuple[str, ...] = ()
    """What its rows of the measure “function” are about, in order, for the same end."""
    rtl: bool = False
    """Whether it runs from right to left, and its pages are turned that way."""

    @property
    def viewing(self) -> str:
        """The catalog's entry on how it is shown."""
        return f"/ViewerPreferences<</DisplayDocTitle true{'/Direction/R2L' if self.rtl else ''}>>"


def info(meta: Meta, fields: int) -> bytes:
    """The information dictionary. ``fields`` is how many form fields the file has."""
    day = meta.issued.strftime("%Y%m%d")
    own = ""
    if meta.handout and meta.week:
        drills = text_string(" ".join(meta.drills))
        asked = f"/Activities{text_string(chr(10).join(meta.activities))}" if meta.activities else ""
        own = f"/Handout({meta.handout})/Week({meta.week.isoformat()})/Drills{drills}{asked}/Fields({fields})"
    return (
        f"<</Title{text_string(meta.title)}/Author{text_string(meta.author)}/Producer(Handouts)"
        f"/CreationDate(D:{day}000000Z)/ModDate(D:{day}000000Z){own}>>"
    ).encode()


def output_intent(profile: int) -> str:
    """The entry that says which colours are meant, for archives; ``profile`` is the number of their profile."""
    return (
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)"
        f"/DestOutputProfile {profile} 0 R>>"
    )


def colour_profile() -> bytes:
    """The object of the colour profile sRGB."""
    return stream_of(_srgb(), "/N 3")


def xmp(meta: Meta, *, tagged: bool) -> bytes:
    """The same as XMP, for archives and indexes. Untagged, it claims no more than that it looks the same for ever."""
    return short(_xmp(meta, meta.issued.isoformat(), tagged=tagged), "/Type/Metadata/Subtype/XML")


def _xmp(meta: Meta, stamp: str, *, tagged: bool) -> bytes:
    """What the file says of itself, as XMP; the same as in its information dictionary."""
    title, author, language = (escape(text, quote=False) for text in (meta.title, meta.author, meta.language))
    claims = f"<pdfuaid:part>1</pdfuaid:part>{_ARCHIVE.format('A')}" if tagged else _ARCHIVE.format("U")
    extension = _EXTENSION if tagged else ""
    own = f"<dc:identifier>{meta.handout}</dc:identifier>\n" if meta.handout else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
{own}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{stamp}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{stamp}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>Handouts</pdf:Producer>{claims}
</rdf:Description>{extension}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


_ARCHIVE = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{}</pdfaid:conformance>"
_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/A wants every property that it does not know to be described."""


@cache
def _srgb() -> bytes:
    """The sRGB colour profile, compressed. Pillow, which makes it, is loaded only where none is kept."""
    key = f"sRGB {code_state('write/pdf')} {package_state('PIL')}"
    return CacheFolder("faces", files=32, largest=2_000_000).get_or_make(key, _made_srgb)


def _made_srgb() -> bytes:
    """Its date is left out, so that the same sheet gives the same bytes."""
    from PIL import ImageCms

    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    raw[24:36] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 1 January 2000
    raw[84:100] = bytes(16)  # the profile's own digest, which counted the date
    return small(bytes(raw))
