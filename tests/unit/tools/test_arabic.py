"""Arabic verbs and imperatives say whether a man or a woman is spoken to. Ours speak to both, so they do without."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

BOT = Path(__file__).resolve().parents[3] / "locales" / "ar" / "LC_MESSAGES" / "bot.po"
# "You want", "you like" ... and "press", "write" ... as said to a man alone. (Unvowelled past tenses fit both.)
TO_A_MAN = {
    *(
        "تريد",
        "تريده",
        "تحب",
        "تفضل",
        "تفضّل",
        "تسمح",
        "توافق",
        "تعتقد",
        "تأمل",
        "تأمله",
        "تتخيل",
        "تجيد",
        "تقرر",
        "تختار",
    ),
    *("تحصل", "اضغط", "اكتب", "أدخل", "اختر", "حاول", "تأكد", "احتفظ"),
}

with BOT.open("rb") as file:
    TEXTS = {str(m.id[0] if isinstance(m.id, tuple) else m.id): m.string for m in read_po(file, "ar") if m.id}


@pytest.mark.parametrize("text_id", sorted(TEXTS))
def test_neither_a_woman_nor_a_man_is_left_out(text_id: str) -> None:
    string = TEXTS[text_id]
    words = " ".join(string if isinstance(string, (tuple, list)) else [string]).split()
    assert not {word.strip("،.؟:؛!«»()") for word in words} & TO_A_MAN
