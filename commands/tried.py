"""Words that people try for a command, and the line that does what they meant."""

import shlex
from collections.abc import Mapping, Sequence

_MEANT: Sequence[tuple[str, str, tuple[str, str]]] = (
    ("import draft convert nhap soan", "new {year} --from-table {rest}", ("phu-luc.docx", "annex.docx")),
    ("next successor nam-moi", "new {year} --from {rest}", ("2022", "2022")),
    ("validate lint verify-ruleset kiem-tra", "check {rest}", ("bo-tieu-chi.yaml", "ruleset.yaml")),
    ("tests cases examples kiem-thu ca-thu", "test {rest}", ("2022", "2022")),
    ("why detail details show giai-trinh giai-thich", "explain {rest}", ("dv01 --ruleset 2022", "dv01 --ruleset 2022")),
    ("gap shortfall headroom vi-sao-chua", "why-not {rest}", ("dv01 --tier tot", "dv01 --tier tot")),
    ("rank score run calculate compute eval xep-hang cham-diem tinh", "evaluate {rest}", ("2022", "2022")),
    ("sql to-sql transpile bien-dich", "compile {rest}", ("2023 --dialect postgres -o xep-hang.sql", "2023 --dialect postgres -o rank.sql")),
    ("export publish print announce bao-cao thong-bao", "report {rest}", ("ket-qua.json", "result.json")),
    ("format tidy trinh-bay", "fmt {rest}", ("bo-tieu-chi.yaml", "ruleset.yaml")),
    ("list ls danh-sach", "rulesets {rest}", ("", "")),
    ("create start begin tao", "init {rest}", ("xep-hang", "xep-hang")),
    ("changes delta amendments thay-doi so-sanh", "diff {rest}", ("2021 2022", "2021 2022")),
    ("form template bieu bieu-mau", "forms {rest}", ("2022 --units don-vi.csv -o bieu", "2022 --units units.csv -o forms")),
    ("gather receive merge tong-hop", "collect {rest}", ("bieu --ruleset 2022", "forms --ruleset 2022")),
    ("review correct tham-dinh", "appraise {rest}", ("--help", "--help")),
    ("annex phu-luc", "table {rest}", ("2022 -o phu-luc.docx", "2022 -o annex.docx")),
    ("fact-check proofread doi-chieu", "claims {rest}", ("thong-bao.docx", "announcement.docx")),
    ("bundle pack zip archive dong-goi", "freeze {rest}", ("ket-qua.json -o goi.zip", "result.json -o bundle.zip")),
    ("sign-off seal lock phe-duyet khoa", "approve {rest}", ("ket-qua.json --minutes bien-ban.pdf --number 12/BB --date 2027-03-20", "result.json --minutes minutes.pdf --number 12 --date 2027-03-20")),
    ("unlock unseal mo-lai", "reopen {rest}", ("ket-qua.json --reason 'lý do'", "result.json --reason 'why'")),
    ("whatif simulate scenario sweep try kich-ban thu", "what-if {rest}", ("2021 --set tiers.tot=860", "2021 --set tiers.tot=860")),
    ("audit recompute kiem-chung", "verify {rest}", ("goi.zip", "bundle.zip")),
    ("describe columns mapping so-lieu", "data describe {rest}", ("so-lieu.xlsx", "figures.xlsx")),
    ("calc expression cong-thuc", "formula {rest}", ("'a / b' --let a=1 --let b=2", "'a / b' --let a=1 --let b=2")),
    ("help tro-giup", "{rest} --help", ("", "")),
    ("install setup upgrade cai-dat", "doctor", ("", "")),
    ("watch theo-doi", "check {rest} --watch", ("bo-tieu-chi.yaml", "ruleset.yaml")),
    ("progress state next-step tien-do", "status {rest}", ("", "")),
    ("issue enact ban-hanh", "release {rest}", ("2022", "2022")),
    ("version phien-ban", "--version", ("", "")),
)  # fmt: skip
TRIED: Mapping[str, tuple[str, tuple[str, str]]] = {
    word: (line, example) for words, line, example in _MEANT for word in words.split()
}
"""What people try instead of a command: the line that they meant, and an example of what follows."""


def meant(word: str, rest: Sequence[str], lang: str) -> str:
    """Give the line that does what was meant, with what was written behind the word.

    >>> meant("import", ["annex.docx"], "vi"), meant("validate", [], "en"), meant("help", ["check"], "en")
    ('itrank new NĂM --from-table annex.docx', 'itrank check ruleset.yaml', 'itrank check --help')
    """
    line, example = TRIED[word]
    year, instead = ("NĂM", example[0]) if lang == "vi" else ("YEAR", example[1])
    filled = line.format(year=year, rest=shlex.join(rest) if rest else instead)
    return f"itrank {filled.strip()}"
