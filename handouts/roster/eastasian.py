"""Chinese names in the code pages of their own, Big5 and GBK: recognised by the surnames that come out.

Almost any bytes are Chinese characters in each of them, so that a text decodes says nothing.
"""

from __future__ import annotations

import re

__all__ = ["eastern_readings"]

_TAIWAN = frozenset(
    "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓阮"
    "馬董唐藍蔣石古紀姚連馮歐程湯田康姜白汪鄒尤巫鐘黎涂龔嚴韓袁金童陸夏柳邵"
)
_MAINLAND = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_JAPAN = frozenset(
    "佐鈴高田伊渡山中小加吉斎齋松井木林清阿森池橋石前岡藤後近遠青福太三原金竹上村長坂西東北南大野川島工菊平宮内桜水和"
)
_KOREA = frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구나진민지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모"
)
"""First characters of the usual surnames."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_PAGES = (
    ("big5", _TAIWAN, _HAN),
    ("gbk", _MAINLAND, _HAN),
    ("euc-jp", _JAPAN, re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+")),
    ("shift-jis", _JAPAN, re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+")),
    ("euc-kr", _KOREA, re.compile(r"[\uac00-\ud7a3]+")),
)
"""The last three are only known as what a text may be in."""
_SIGNS = frozenset("　，。、；：！？（）「」『』·・—–…《》〇０１２３４５６７８９")
_LEAST = 0.75
"""The part of the words of two to four characters that must start with a surname; of two such words, both."""


def eastern_readings(raw: bytes) -> tuple[str, ...]:
    """The pages in which a text reads like a list of names."""
    return tuple(page for page, surnames, letters in _PAGES if _reads(raw, page, surnames, letters))


def _reads(raw: bytes, page: str, surnames: frozenset[str], letters: re.Pattern[str]) -> bool:
    try:
        text = raw.decode(page)
    except UnicodeDecodeError:
        return False
    if any(not char.isascii() and char not in _SIGNS for char in letters.sub("", text)):
        return False
    words = [word for word in letters.findall(text) if 2 <= len(word) <= 4]
    known = sum(word[0] in surnames for word in words)
    return bool(words) and known >= _LEAST * len(words)
