"""Make the example data in `examples/data/`: the same bytes every time, from nothing but this file.

What is published of 2021 are ten totals, three earlier ranks and the order of the lists.
The data of 2021 are made backwards from the totals: whole numbers are searched for that score exactly what was published.
A unit with a name loses points in one neutral pattern: every criterion gets the same share of its points, yes/no questions
are all answered well, and all named units of a list share their denominators, so that nothing is said about any of them.

Run `python tests/make_examples.py` to write the files again.
"""

import csv
import io
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "data"

Row = dict[str, object]


class Unit(NamedTuple):
    """A unit of 2021 and the total that its data must give."""

    id: str
    name: str
    group: str
    total: str
    previous_rank: int | None = None


# Cổng thông tin điện tử thành phố Vị Thanh, 28/3/2022 (Báo cáo 06/BC-HĐ).
PUBLISHED = (
    Unit("kho_bac", "Kho bạc Nhà nước", "cap_tinh", "989", 4),
    Unit("so_noi_vu", "Sở Nội vụ", "cap_tinh", "961", 2),
    Unit("so_ldtbxh", "Sở Lao động - Thương binh và Xã hội", "cap_tinh", "959.9", 5),
    Unit("ngan_hang", "Ngân hàng Nhà nước", "cap_tinh", "829.9"),
    Unit("thanh_tra", "Thanh tra tỉnh", "cap_tinh", "821.5"),
    Unit("ban_dan_toc", "Ban Dân tộc", "cap_tinh", "789"),
    Unit("tp_vi_thanh", "Thành phố Vị Thanh", "cap_huyen", "960.4"),
    Unit("h_chau_thanh_a", "Huyện Châu Thành A", "cap_huyen", "938.3"),
    Unit("h_long_my", "Huyện Long Mỹ", "cap_huyen", "915.6"),
    Unit("tx_long_my", "Thị xã Long Mỹ", "cap_huyen", "722.9"),
)

# The other 20 of 30: made up, all "tốt", between the third and the last three of their list; two share a total.
INVENTED_TOTALS = {
    "cap_tinh": (
        "937.1", "915.2", "956.3", "884.9", "901.3", "943.5", "926.8", "872.4",
        "951.7", "908.6", "893.7", "931.4", "943.5", "856.1", "948.2", "921.5",
    ),
    "cap_huyen": ("896.2", "863.8", "904.7", "881.5"),
}  # fmt: skip
INVENTED = tuple(
    Unit(f"dv{number:02}", f"Đơn vị {number:02}", group, total)
    for number, (group, total) in enumerate(
        ((group, total) for group, totals in INVENTED_TOTALS.items() for total in totals), 1
    )
)
UNITS_2021 = tuple(
    unit for group in INVENTED_TOTALS for source in (PUBLISHED, INVENTED) for unit in source if unit.group == group
)
WITHOUT_SERVICES = frozenset({"dv05", "dv11"})
WIDEST_BAND = frozenset({"dv02", "dv18"})  # the best of its list, against which the others are measured
CRITERIA = (200, 350, 150, 150, 150)
SERVICES = 160
TILTS = ((4, -6, 2, 3, -3), (-5, 5, 3, -4, 1), (3, 2, -5, 4, -4), (-2, 6, -3, -3, 2))  # whole points, no sum


class Leaf(NamedTuple):
    """A column whose number is to be found: the points, in hundredths, of each number from 0 on."""

    column: str
    points: Sequence[int]

    def nearest(self, share: Fraction) -> int:
        """Find the first number that gives this share of the leaf's points."""
        return min(bisect_left(self.points, share * self.points[-1]), len(self.points) - 1)


def hundredths(points: Fraction) -> int:
    """Round points to hundredths, halves up.

    >>> hundredths(Fraction(40, 7) * 6)
    3429
    """
    return int((points * 200 + 1) // 2)


def ratio(column: str, maximum: int, whole: int, full_at: Fraction = Fraction(1)) -> Leaf:
    """Describe a leaf scored by a ratio, from `full_at` on with full points."""
    one = 100 * maximum / (whole * full_at)  # hundredths for each; in whole numbers below, for speed
    top, half = 2 * one.numerator, one.denominator
    return Leaf(column, [(top * number + half) // (2 * half) for number in range(int(whole * full_at) + 1)])


def straight(column: str, corners: Mapping[int, int]) -> Leaf:
    """Describe a leaf that is interpolated between corners."""
    xs = sorted(corners)
    points: list[int] = []
    for low, high in pairwise(xs):
        slope = Fraction(corners[high] - corners[low], high - low)
        points += [hundredths(corners[low] + slope * step) for step in range(high - low)]
    return Leaf(column, [*points, hundredths(Fraction(corners[xs[-1]]))])


def find(target: int, leaves: Sequence[Leaf]) -> Row:
    """Find numbers that score `target` hundredths exactly, each as near to an equal share as can be.

    The last three leaves have fine steps: they take what the rounding of the others leaves over.
    """
    share = Fraction(target, sum(leaf.points[-1] for leaf in leaves))
    fixed = {leaf.column: leaf.nearest(share) for leaf in leaves}
    *coarse, first, second, last = leaves
    rest = target - sum(leaf.points[fixed[leaf.column]] for leaf in coarse)
    goal = fixed[last.column]
    by_points: dict[int, int] = {}
    for number in sorted(range(len(last.points)), key=lambda number: abs(number - goal)):
        by_points.setdefault(last.points[number], number)
    best: tuple[Fraction, int, int, int] | None = None
    for one, two in product(window(first, fixed), window(second, fixed)):
        three = by_points.get(rest - first.points[one] - second.points[two])
        if three is None:
            continue
        chosen = ((first, one), (second, two), (last, three))
        away = sum(
            (Fraction(abs(leaf.points[n] - leaf.points[fixed[leaf.column]]), leaf.points[-1]) for leaf, n in chosen),
            Fraction(),
        )
        best = min(best, (away, one, two, three)) if best else (away, one, two, three)
    if best is None:
        raise ValueError(f"{target} cannot be reached with {[leaf.column for leaf in leaves]}")
    return {**fixed, first.column: best[1], second.column: best[2], last.column: best[3]}


def window(leaf: Leaf, fixed: Mapping[str, int], width: int = 40) -> range:
    """List the numbers around the one that was chosen."""
    return range(max(0, fixed[leaf.column] - width), min(len(leaf.points), fixed[leaf.column] + width + 1))


def targets(unit: Unit, tilt: Sequence[int], *, services: bool) -> tuple[int, ...]:
    """Share a total among the five criteria, in hundredths: proportionally, then the tilt of a unit without a name.

    Without online services the second criterion is rescaled by 350 / 190, which is exact for multiples of 3.5 points.
    """
    total = int(Fraction(unit.total) * 100)
    if services:
        fixed: dict[int, int] = {}
    else:
        fixed = {1: round(Fraction(total, 1000)) * 350}
    open_ = [index for index in range(5) if index not in fixed]
    left, points = total - sum(fixed.values()), sum(CRITERIA[index] for index in open_)
    exact = {index: Fraction(left * CRITERIA[index], points) for index in open_}
    parts = {index: int(value) for index, value in exact.items()}
    for index in sorted(open_, key=lambda index: (parts[index] - exact[index], index))[: left - sum(parts.values())]:
        parts[index] += 1
    tilted = {index: parts[index] + 100 * tilt[index] * services for index in open_}
    return tuple((tilted | fixed)[index] for index in range(5))


def row_2021(unit: Unit, index: int) -> Row:
    """Make a unit's data for 2021 from its total."""
    named, district = unit in PUBLISHED, unit.group == "cap_huyen"
    services = unit.id not in WITHOUT_SERVICES
    size = 0 if named else index
    times = 3 if district else 1
    staff, machines, offices = 40 * times + size % 7 * 3, 44 * times + size % 5 * 4, 12 * times + size % 4
    tilt = (0,) * 5 if named else TILTS[index % len(TILTS)]
    aim = list(targets(unit, tilt, services=services))
    row: Row = {
        "id": unit.id, "name": unit.name, "provenance": "illustrative",
        "can_bo": staff, "may_tinh": machines, "dau_moi": offices, "ung_dung_wan": 5 + size % 3,
        "ht_chuyen_dung": "có",
        "ht_mc_tap_trung": "không" if size % 6 == 1 else "có",
        "ht_mc_phong": "có" if size % 3 else "không",
        "ht_mc_dieu_kien": 4 if size % 3 else 0,
    }  # fmt: skip

    # 1: 20 points for the server, 30 for the network, 5 for applications; the rest by ratios
    widest = unit.id in WIDEST_BAND
    leaves = [ratio("dau_moi_wan", 45, offices), ratio("can_bo_may", 40, staff), ratio("may_lan", 30, machines)]
    if widest:  # the steps of what is left are too coarse to be exact: the second criterion takes the rest
        share = Fraction(aim[0] - 8500, 11500)
        near = {leaf.column: leaf.nearest(share) for leaf in leaves}
        row |= {**near, "bang_thong": 10 * staff}
        reached = 8500 + sum(leaf.points[near[leaf.column]] for leaf in leaves)
        aim[1] += aim[0] - reached
    else:
        row |= exactly(aim[0] - 5500, [*leaves, ratio("bang_thong", 30, 100 * staff)])
        row["bang_thong"] = tenths(int(str(row["bang_thong"])))

    # 2
    letters, files = 2400 * times + size * 37, 900 * times + size * 11
    applications, meetings = 4 + size % 3, 12 + size % 5
    row |= {
        "van_ban_di": letters, "ho_so_cong_viec": files, "phan_mem": applications, "hop_truc_tuyen": meetings,
        "co_dvc": "có" if services else "không", "ud_chi_dao": "thu_truong",
    }  # fmt: skip
    own = [
        ratio("can_bo_thu", 30, staff),
        ratio("ho_so_tren_mang", 40, files, Fraction(4, 5)),
        ratio("van_ban_ky_so", 50, letters),
    ]
    if services:
        share = Fraction(aim[1] - 7000, 28000)
        procedures, dossiers = 80 + 20 * times + size % 6 * 5, 3000 * times + size * 53
        offered, high = round(share * procedures), round(share * procedures / 2)
        row |= {"tthc": procedures, "dvc_muc_3": offered - high, "dvc_muc_4": high, "ho_so": dossiers}
        given = ratio("", 40, procedures).points[offered] + ratio("", 40, procedures, Fraction(1, 2)).points[high]
        online = [
            ratio("dvc_phat_sinh", 30, offered),
            ratio("ho_so_dung_han", 20, dossiers),
            ratio("ho_so_truc_tuyen", 30, dossiers, Fraction(1, 2)),
        ]
        row |= exactly(aim[1] - 7000 - given, [*online, *own])
    else:
        row |= exactly(aim[1] * 190 // 350 - 7000, own)

    # 3
    enrolments = 130 * times + size * 7
    row |= {"nl_phu_trach": "chuyen_trach_dai_hoc", "luot_dang_ky": enrolments}
    leaves = [
        ratio("can_bo_ky_nang", 60, staff),
        ratio("gio_boi_duong", 30, 8 * staff),
        ratio("luot_hoan_thanh", 20, enrolments),
    ]
    row |= exactly(aim[2] - 4000, leaves)

    # 4
    asked, due = 96 * times + size * 5, 180 * times + size * 9
    row |= dict.fromkeys(SECTIONS, "có") | {"van_ban_phai_dang": due, "cau_hoi": asked}
    gap = size % 4 == 3
    if gap:
        row["muc_thong_ke"] = "không"
    news = straight("tin_bai", {0: 0, 50: 15, 100: 25, 200: 30})
    leaves = [news, ratio("cau_hoi_dung_han", 40, asked), ratio("van_ban_dung_han", 40, due)]
    row |= exactly(aim[3] - (hundredths(Fraction(240, 7)) if gap else 4000), leaves)

    # 5
    systems, alerts, incidents = 5 + size % 3, 1300 + 700 * district + size * 13, size % 5 == 2
    row |= {
        "he_thong": systems, "canh_bao": alerts, "su_co": int(incidents),
        "at_tuong_lua": "có", "at_sao_luu": "có", "at_quy_che": "có",
    }  # fmt: skip
    leaves = [
        ratio("he_thong_cap_do", 20, systems),
        ratio("may_diet_virus", 40, machines),
        ratio("canh_bao_xu_ly", 30, alerts),
    ]
    return row | exactly(aim[4] - 6000 + 200 * incidents, leaves)


SECTIONS = (
    "muc_gioi_thieu", "muc_tin_tuc", "muc_van_ban", "muc_chi_dao", "muc_chien_luoc", "muc_hoi_dap", "muc_thong_ke",
)  # fmt: skip


def exactly(target: int, leaves: Sequence[Leaf]) -> Row:
    """Find the numbers, or say that the target lies beyond what the leaves can give."""
    most = sum(leaf.points[-1] for leaf in leaves)
    if not 0 <= target <= most:
        raise ValueError(f"{target} of {most} with {[leaf.column for leaf in leaves]}")
    return find(target, leaves)


COLUMNS_2021 = (
    "id", "name", "provenance",
    "can_bo", "can_bo_may", "may_tinh", "may_lan", "bang_thong", "ht_chuyen_dung", "dau_moi", "dau_moi_wan",
    "ung_dung_wan", "ht_mc_tap_trung", "ht_mc_phong", "ht_mc_dieu_kien",
    "van_ban_di", "van_ban_ky_so", "ho_so_cong_viec", "ho_so_tren_mang", "can_bo_thu", "phan_mem", "hop_truc_tuyen",
    "co_dvc", "tthc", "dvc_muc_3", "dvc_muc_4", "dvc_phat_sinh", "ho_so", "ho_so_truc_tuyen", "ho_so_dung_han",
    "ud_chi_dao",
    "nl_phu_trach", "can_bo_ky_nang", "gio_boi_duong", "luot_dang_ky", "luot_hoan_thanh",
    *SECTIONS, "tin_bai", "van_ban_phai_dang", "van_ban_dung_han", "cau_hoi", "cau_hoi_dung_han",
    "may_diet_virus", "at_tuong_lua", "at_sao_luu", "he_thong", "he_thong_cap_do", "at_quy_che", "su_co",
    "canh_bao", "canh_bao_xu_ly",
)  # fmt: skip


def make_2021() -> dict[str, str]:
    """Make the files of 2021."""
    units = [
        {
            "id": unit.id,
            "name": unit.name,
            "group": unit.group,
            "provenance": "published" if unit in PUBLISHED else "illustrative",
        }
        for unit in UNITS_2021
    ]
    previous = [
        {"id": unit.id, "name": unit.name, "rank": unit.previous_rank, "provenance": "published"}
        for unit in PUBLISHED
        if unit.previous_rank
    ]
    rows = [row_2021(unit, index) for index, unit in enumerate(UNITS_2021, 1)]
    return {
        "2021.csv": table(COLUMNS_2021, rows),
        "2021.units.csv": table(("id", "name", "group", "provenance"), units),
        "2021.previous.csv": table(("id", "name", "rank", "provenance"), previous),
    }


# ── 2022 and the template for two levels: nothing is published, every number is invented ───────────────────────────


def quality(index: int, count: int, low: int, high: int) -> Fraction:
    """Spread units evenly between two percentages, in an order that is not theirs."""
    place = index * 7 % count
    return Fraction(low * (count - 1 - place) + high * place, 100 * (count - 1))


def wobbler(quality_: Fraction, seed: int) -> Callable[[int], int]:
    """Make a function that gives about the unit's share of a whole, a little different each time."""
    step = seed

    def part(whole: int) -> int:
        nonlocal step
        step = (step * 37 + 11) % 101
        share = min(Fraction(1), max(Fraction(0), quality_ + Fraction(step - 50, 500)))
        return round(share * whole)

    return part


def row_2022(number: int, position: int, count: int, *, district: bool) -> Row:
    """Invent a unit's data for 2022."""
    level = quality(position, count, 57, 93)
    part = wobbler(level, number * 13 + 5)
    times = 3 if district else 1
    staff, machines = 40 * times + number % 7 * 3, 44 * times + number % 5 * 4
    has_services = district or number not in {5, 11}
    meetings = min(5, part(5))
    required, systems, signers = 20 + number % 5, 3 + number % 4, staff // 4 if number != 8 else 0
    letters, files, procedures = 2400 * times + number * 37, 900 * times + number * 11, 80 * times + number % 6 * 5
    desk, portal = 3000 * times + number * 53, 2800 * times + number * 61
    row: Row = {
        "id": f"dv{number:02}", "name": f"Đơn vị {number:02}", "provenance": "illustrative",
        "co_ke_hoach": "không" if number == 14 else "có", "can_bo": staff,
        "so_hop": meetings, "hop_chu_tri": min(meetings, part(meetings)),
        "truong_ban": "dung_dau" if part(100) >= 70 else "cap_pho",
        "vb_yeu_cau": required, "vb_nguoi_ky": part(required),
        "chuyen_muc": "có", "chuyen_muc_moi": answer(part(100) >= 75),
        "can_bo_may": part(staff), "bang_thong": part(10 * staff), "truyen_so_lieu": "có", "nen_tang": part(5),
        "hinh_thuc": "chuyen_trach" if part(100) >= 70 else "kiem_nhiem",
        "trinh_do": "dai_hoc" if part(100) >= 65 else "cao_dang",
        "can_bo_tap_huan": part(staff * 4 // 5), "can_bo_ky_nang": part(staff),
        "can_bo_can_ky": signers, "can_bo_chu_ky": part(signers),
        "he_thong": systems, "he_thong_cap_do": part(systems),
        "may_tinh": machines, "may_diet_virus": part(machines), "su_co": 2 - min(2, part(200) // 75),
        "tuong_lua": "có", "sao_luu": "có", "quy_che": answer(part(100) >= 70), "dien_tap": answer(part(100) >= 80),
        "vb_di": letters, "vb_ky_so": part(letters), "hs_cong_viec": files, "hs_tren_mang": part(files * 4 // 5),
        "co_tthc": answer(has_services), "bao_cao_tre": 2 - min(2, part(200) // 80),
    }  # fmt: skip
    if has_services:
        received = max(desk, portal)
        row |= {
            "tthc": procedures, "dvctt": part(procedures * 4 // 5), "hs_mot_cua": desk, "hs_cong_dvc": portal,
            "hs_truc_tuyen": part(received * 11 // 20), "dong_bo": f"{90 + part(9)}%",
            "hs_so_hoa": part(received * 4 // 5),
            "ty_le_tre": tenths(30 - part(28)) + "%", "ty_le_khong_hai_long": tenths(25 - part(24)) + "%",
        }  # fmt: skip
    else:
        row |= dict.fromkeys(SERVICES_2022, "KAD")
    if district:
        communes, hamlets, firms, goods = (
            8 + number % 5,
            60 + number,
            240 + 17 * number,
            0 if number == 28 else 12 + number % 9,
        )
        row |= {
            "so_xa": communes, "xa_mang": part(communes), "xa_mot_cua": part(communes),
            "so_ap": hamlets, "ap_co_to": part(hamlets), "dn": firms, "dn_nen_tang": part(firms // 2),
            "dn_hoa_don": part(firms), "ocop": goods, "ocop_san": part(goods),
            "thanh_toan_so": f"{part(100)}%", "dan_tai_khoan": f"{part(80)}%", "dan_dinh_danh": f"{part(100)}%",
            "dan_suc_khoe": f"{50 + part(40)}%", "ho_cap_quang": f"{20 + part(60)}%",
        }  # fmt: skip
    return row


SERVICES_2022 = (
    "tthc", "dvctt", "hs_mot_cua", "hs_cong_dvc", "hs_truc_tuyen", "dong_bo", "hs_so_hoa", "ty_le_tre",
    "ty_le_khong_hai_long",
)  # fmt: skip
DISTRICT_2022 = (
    "so_xa", "xa_mang", "xa_mot_cua", "so_ap", "ap_co_to", "dn", "dn_nen_tang", "dn_hoa_don", "ocop", "ocop_san",
    "thanh_toan_so", "dan_tai_khoan", "dan_dinh_danh", "dan_suc_khoe", "ho_cap_quang",
)  # fmt: skip
PROVINCIAL_NUMBERS = (*range(1, 17), *range(21, 27))
DISTRICT_NUMBERS = (*range(17, 21), *range(27, 31))


def answer(yes: bool) -> str:
    """Write a yes or no as officials do."""
    return "có" if yes else "không"


def tenths(number: int) -> str:
    """Write a number of tenths.

    >>> tenths(35)
    '3.5'
    """
    return f"{number // 10}.{number % 10}"


def make_2022() -> dict[str, str]:
    """Make the files of 2022; last year's results are those of the invented units of 2021."""
    rows: list[Row] = []
    units: list[Row] = []
    for group, numbers in (("cap_tinh", PROVINCIAL_NUMBERS), ("cap_huyen", DISTRICT_NUMBERS)):
        for position, number in enumerate(numbers):
            row = row_2022(number, position, len(numbers), district=group == "cap_huyen")
            rows.append(row)
            units.append({"id": row["id"], "name": row["name"], "group": group, "provenance": "illustrative"})
    columns = (*(column for column in rows[0] if column not in SERVICES_2022), *SERVICES_2022, *DISTRICT_2022)
    previous = [
        {
            "id": unit.id, "name": unit.name, "total": unit.total, "max": 1000, "rank": rank_2021(unit),
            "tier": "tot", "provenance": "illustrative",
        }
        for unit in INVENTED
    ]  # fmt: skip
    return {
        "2022.csv": table(columns, rows),
        "2022.units.csv": table(("id", "name", "group", "provenance"), units),
        "2022.previous.csv": table(("id", "name", "total", "max", "rank", "tier", "provenance"), previous),
    }


def rank_2021(unit: Unit) -> int:
    """Rank a unit of 2021 in its list: one more than those strictly better."""
    mine = Fraction(unit.total)
    return 1 + sum(Fraction(other.total) > mine for other in UNITS_2021 if other.group == unit.group)


PROVINCE = "toan_tinh_tong_hop"
DEPARTMENTS = 14
WITH_COMMUNES = 12  # the first departments; the others are in charge of none
COMMUNES = 100


def row_of_two_levels(id_: str, name: str, number: int, level: Fraction, *, commune: bool) -> Row:
    """Invent the data of a department or a commune."""
    part = wobbler(level, number * 17 + 3)
    staff, machines = 30 + number % 11 * 2, 32 + number % 9 * 2
    letters, dossiers = 1200 + number * 23, 800 + number * 31
    if not commune and number == DEPARTMENTS:
        dossiers = 0
    row: Row = {
        "id": id_, "name": name, "provenance": "illustrative",
        "can_bo": staff, "can_bo_ky_nang": part(staff), "may_tinh": machines, "may_an_toan": part(machines),
        "van_ban_di": letters, "van_ban_ky_so": part(letters), "ho_so": dossiers,
        "ho_so_truc_tuyen": part(dossiers * 7 // 10), "ho_so_dung_han": dossiers - part(dossiers) // 40,
    }  # fmt: skip
    if commune:
        shops, people = 0 if number == 37 else 60 + number * 3, 4000 + number * 71
        row |= {
            "khao_sat": f"{part(60) // 10 + 4}.{number % 10}", "sang_kien": part(3) if number % 4 == 0 else 0,
            "su_co": 1 if number % 9 == 4 else 0, "phu_song": f"{part(100)}%",
            "ho_kinh_doanh": shops, "ho_thanh_toan": part(shops), "dan_so": people, "dan_dinh_danh": part(people),
        }  # fmt: skip
        if row["khao_sat"] == f"10.{number % 10}":
            row["khao_sat"] = "10"
    return row


def make_two_levels() -> dict[str, str]:
    """Make the files of the template for two levels."""
    rows: list[Row] = [{"id": PROVINCE, "name": "Toàn tỉnh", "provenance": "illustrative"}]
    units: list[Row] = [{"id": PROVINCE, "name": "Toàn tỉnh", "group": "tinh", "parent": ""}]
    for number in range(1, DEPARTMENTS + 1):
        id_, name = f"so_{number:02}", f"Sở {number:02}"
        level = quality(number, DEPARTMENTS + 1, 62, 97)
        rows.append(row_of_two_levels(id_, name, number, level, commune=False))
        units.append({"id": id_, "name": name, "group": "so_nganh", "parent": PROVINCE})
    for number in range(1, COMMUNES + 1):
        id_, name = f"xa_{number:03}", f"Xã {number:03}"
        level = quality(number, COMMUNES + 1, 48, 97)
        rows.append(row_of_two_levels(id_, name, number, level, commune=True))
        units.append({"id": id_, "name": name, "group": "cap_xa", "parent": f"so_{number % WITH_COMMUNES + 1:02}"})
    for unit in units:
        unit["provenance"] = "illustrative"
    return {
        "mau-hai-cap.csv": table(tuple(rows[-1]), rows),
        "mau-hai-cap.units.csv": table(("id", "name", "group", "parent", "provenance"), units),
    }


def table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Write rows as CSV; a column that a row lacks is blank, one that the table lacks is a mistake."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def make() -> dict[str, str]:
    """Make every file, by name."""
    return make_2021() | make_2022() | make_two_levels()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in make().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
