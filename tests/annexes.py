"""Make annexes as strangers send them: tables of a .docx, written as raw XML, and sheets of an .xlsx."""

import io
import re
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from itrank.engine.annex.scoring import Percent, Scoring
from itrank.engine.files.numbers import plain

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def paragraph(text: str, about: str = "", run: str = "") -> str:
    """A paragraph; `about` goes into its properties, `run` into its run's."""
    breaks = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    properties = f"<w:pPr>{about}</w:pPr>" if about else ""
    return f"<w:p>{properties}<w:r>{f'<w:rPr>{run}</w:rPr>' if run else ''}{breaks}</w:r></w:p>"


def cell(text: str, *, span: int = 1, merge: str = "", run: str = "", inside: str = "") -> str:
    """A cell; `merge` is `restart` or `continue`; `inside` is XML in place of the text."""
    about = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    about += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside or paragraph(text, run=run)}</w:tc>"


def row(*cells: str) -> str:
    """A row; a text is a cell of its own."""
    return "<w:tr>" + "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells) + "</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def docx(*body: str, parts: dict[str, str] | None = None, names: str = "") -> bytes:
    """A document of paragraphs and tables; `parts` are further parts of the zip, `names` further namespaces."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}" {names}><w:body>{"".join(body)}</w:body></w:document>'
    return zipped(
        {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document, **(parts or {})}
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of parts, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def rows_of(text: str) -> list[list[str]]:
    r"""Rows of a table drawn with `|`; `\n` is a line break within a cell.

    >>> rows_of("TT | Tiêu chí\n1 | Họp")
    [['TT', 'Tiêu chí'], ['1', 'Họp']]
    """
    lines = [line for line in text.strip().split("\n") if line.strip()]
    return [[each.strip().replace("\\n", "\n") for each in re.split(r"\s?\|", line)] for line in lines]


def docx_of(text: str, *before: str) -> bytes:
    """A document with paragraphs and one table drawn with `|`; `>>` before a cell's text merges it to the end."""
    rows = rows_of(text)
    width = max(map(len, rows))
    drawn = []
    for texts in rows:
        last = texts[-1]
        wide = width - len(texts) + 1 if last.startswith(">>") else 1
        drawn.append(row(*texts[:-1], cell(last.removeprefix(">>"), span=wide)))
    return docx(*map(paragraph, before), table(*drawn))


def xlsx_of(*sheets: str | list[list[object]], merges: tuple[tuple[int, int, int, int], ...] = ()) -> bytes:
    """A workbook; each sheet is drawn with `|`, or given as rows of values."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for number, given in enumerate(sheets):
        sheet = book.add_worksheet(f"Bảng {number + 1}")
        rows = rows_of(given) if isinstance(given, str) else given
        for at, texts in enumerate(rows):
            for column, value in enumerate(texts):
                if isinstance(value, str):
                    sheet.write_string(at, column, value.removeprefix(">>"))
                else:
                    sheet.write(at, column, value)
        for top, left, bottom, right in merges:
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return buffer.getvalue()


# ── The shipped rulesets, printed as a decree would print them ──

HEADINGS = ["TT", "Tiêu chí", "Điểm tối đa", "Cách chấm điểm", "Minh chứng"]
PROSE = "Chấm theo hướng dẫn kèm theo"


def words(said: object) -> str:
    return str(said["vi"] if isinstance(said, dict) else said or "")


def worth(said: object) -> str:
    text = str(said)
    return f"{text} điểm tối đa" if text.endswith("%") else f"{text.replace('.', ',')} điểm"


def wording_of(leaf: dict, inputs: dict, parameters: dict) -> str:
    """Say how a leaf is scored as the texts of the catalogue say it; what they do not say is a sentence of prose."""
    score, most = leaf["score"], str(leaf["max"])
    kind = next(iter(score))
    names = [score[kind]] if isinstance(score[kind], str) else list(score[kind])
    labels = [words(leaf["title"] if name == "self" else inputs.get(name, {}).get("label")) for name in names]
    full_at = str(score.get("full_at", ""))
    full_at = str(parameters.get(full_at, full_at))
    full_at = "50%" if "2022" in full_at else full_at
    share = "tỷ lệ" if kind == "share" else "a/b"
    rule = f"- Từ {full_at} trở lên: điểm tối đa;\n- Dưới {full_at}: {share} × điểm tối đa / {full_at}."
    match kind:
        case _ if not all(labels):  # an expression
            return PROSE
        case "ratio":
            said = f"a = {labels[0]};\nb = {labels[1]};\n"
            return said + (rule if full_at else "Điểm = a/b × điểm tối đa")
        case "share":
            return rule if full_at else "Tỷ lệ × điểm tối đa"
        case "yes_no":
            return f"Có: {most} điểm; không: 0 điểm"
        case "steps":
            (how, rungs), *_ = ((key, value) for key, value in score.items() if isinstance(value, dict))
            noun = "lần" if how == "up_to" else "cuộc"
            rows = [
                f"- Từ {b} trở lên: {worth(p)};" if "%" in b else f"- {b} {noun}: {worth(p)};" for b, p in rungs.items()
            ]
            return "\n".join([*rows, f"- Còn lại: {score['otherwise']} điểm"])
        case "choice":
            options = (leaf.get("answer") or inputs.get(score["choice"]))["options"]
            rows = [f"+ {words(options[key])}: {worth(p)}" for key, p in score["points"].items()]
            return f"{labels[0]}:\n" + "\n".join(rows)
        case "count":
            return f"Mỗi {labels[0].removeprefix('Số ')} được {worth(score['each'])}, không quá {most} điểm"
        case "checklist" if isinstance(score["checklist"], dict):
            return "\n".join(
                f"- {label}: {worth(p)}" for label, p in zip(labels, score["checklist"].values(), strict=True)
            )
        case "checklist":
            return "Số mục đạt / tổng số mục bắt buộc × điểm tối đa"
    return PROSE


def printed_rows(criteria: list, document: dict, depth: int = 0) -> list[list[str]]:
    """The rows of an annex for a scorecard's criteria, those without points left out."""
    rows = []
    for each in criteria:
        if each.get("role") in {"unscored", "condition"}:
            continue
        below = each.get("criteria", [])
        relative = "relative" in each.get("score", {})
        wording = "Giá trị của đơn vị / giá trị cao nhất trong danh sách × điểm tối đa" if relative else ""
        wording = wording or ("" if below else wording_of(each, document["inputs"], document.get("parameters", {})))
        wording = "không quá 20 điểm" if "cap" in each else wording
        number = str(each.get("code") or ("-" if depth < 3 else "+"))
        most = str(each.get("max", each.get("cap"))).replace(".", ",")
        rows.append([number, words(each["title"]), most, wording, "Báo cáo của đơn vị"])
        rows += printed_rows(below, document, depth + 1)
    return rows


def printed_card(card: dict, document: dict) -> list[list[str]]:
    """The table of a scorecard, with its headings and its total."""
    return [HEADINGS, *printed_rows(card["criteria"], document), ["", "Tổng cộng", str(card["max"]), "", ""]]


def said(found: object) -> str:
    """Write how a wording was read on one line: the kind, its bounds or figures with their points; "TODO" for no rule."""
    if not isinstance(found, Scoring):
        return "TODO"
    score = found.score if isinstance(found.score, dict) else {}
    label = {name: asked.label for name, asked in found.inputs.items()}
    text = _said_of_kind(found, score, label)
    text += f" full_at {plain(score['full_at'].value)}%" if "full_at" in score else ""
    return f"{found.kind} {text}".strip() + ", applies" * ("applies" in found.keys)


def _said_of_kind(found: Scoring, score: Any, label: dict[str, str]) -> str:
    match found.kind:
        case "formula" | "steps" if "formula" in score:
            return re.sub(r"[{}]", "", score["formula"])
        case "share":
            return re.sub(r"[{}]", "", score["share"])
        case "ratio":
            return f"{label['a']} / {label['b']}"
        case "steps":
            how = next(key for key in ("from", "above", "up_to", "below") if key in score)
            levels = " ".join(f"{bound}:{_points(worth)}" for bound, worth in score[how].items())
            return f"{how} {levels} else {_points(score['otherwise'])}"
        case "choice":
            return " ".join(map(_points, score["points"].values()))
        case "count":
            per = re.sub(
                r"self|floor\(self / (\d+)\)", lambda match: f"for {match[1]} " if match[1] else "", score["count"]
            )
            return f"{_points(score['each'])} {per}{found.answer['label']}"
        case "checklist":
            return "; ".join(f"{label[key[1]]}: {_points(worth)}" for key, worth in score["checklist"].items())
        case "relative":
            return str(score["to"])
    return ""


def _points(worth: Any) -> str:
    return f"{plain(worth.value, ',')}%" if isinstance(worth, Percent) else plain(worth, ",")
