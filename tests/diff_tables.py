"""A ruleset, 30 ways of writing it otherwise that mean the same, and 60 changes of what it means, as tables."""

BASE = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Bộ thử
period: 2023
rounding: {mode: half_up, leaf: 2, total: 2}
groups: {so: {title: Sở}, huyen: {title: Huyện}}
parameters: {nguong: 80%, muc: 5, han: 2023-06-30}
functions:
  phan(a, b): min(a / b, 1)
inputs:
  hop: {label: Số cuộc họp, type: count, max: 20}
  may: {label: Số máy, type: count, min: 1, max: 500}
  tot: {label: Máy tốt, type: count, max: may}
  tre: {label: Báo cáo trễ, type: count, max: 9}
  mang: {label: Đã nối mạng, type: yes_no}
  lop: {label: Số lớp, type: count, max: 30}
  ty: {label: Tỷ lệ, type: percent, min: 0, max: 100%}
  hinh: {label: Hình thức, type: choice, options: {rieng: Riêng, chung: Chung, khong: Không}}
  ngay: {label: Ngày nộp, type: date, min: 2023-01-01, max: 2023-12-31}
values:
  ty_le: {label: Tỷ lệ máy tốt, formula: tot / may}
scorecards:
  bang:
    title: Bảng điểm
    criteria:
      - id: nhom
        code: "1"
        title: Nhóm một
        criteria:
          - {id: c_hop, code: "1.1", title: Họp, max: 10, clause: Điều 3, score: {count: hop, each: 1}}
          - {id: c_may, code: "1.2", title: Máy, max: 20, score: {ratio: [tot, may], full_at: nguong}}
          - {id: c_bac, code: "1.3", title: Lớp học, max: 10, score: {steps: lop, from: {20: 10, 10: 6, 5: 3}, otherwise: 0}}
          - {id: c_mang, code: "1.4", title: Mạng, max: 12, score: {yes_no: mang}}
      - id: nhom2
        code: "2"
        title: Nhóm hai
        criteria:
          - {id: c_ct, code: "2.1", title: Công thức, max: 10, score: {formula: "min(hop + lop, 20) / 2"}}
          - {id: c_hinh, code: "2.2", title: Hình thức, max: 8, score: {choice: hinh, points: {rieng: 8, chung: 4, khong: 0}}}
          - {id: c_ty, code: "2.3", title: Tỷ lệ, max: 10, applies: mang, not_applicable: rescale, score: {formula: ty * 10}}
          - {id: c_noi, code: "2.4", title: Nội suy, max: 6, score: {interpolate: lop, points: {0: 0, 10: 3, 30: 6}}}
          - {id: c_gt, code: "2.5", title: Giá trị, max: 10, score: {formula: "10 if ty_le >= nguong else ty_le * 5"}}
          - {id: c_ngay, code: "2.6", title: Đúng hạn, max: 4, score: {formula: "4 if ngay <= han else 0"}}
      - {id: c_tre, code: "3", title: Trừ điểm trễ, role: penalty, max: 9, score: {formula: tre}}
      - {id: c_them, code: "4", title: Điểm thưởng, role: bonus, max: 5, score: {formula: "min(lop / 6, muc)"}}
    tiers:
      - {id: tot_nhat, title: Tốt, from: 70}
      - {id: kha, title: Khá, from: 50, requires: mang}
      - {id: dat, title: Đạt, from: 30}
      - {id: kem, title: Kém}
    ranking: {lists: group, tie_break: [c_may]}
"""

# What is written otherwise, and means the same: a name, and what is put in place of what.
REWRITES = {
    "a comment": [("period: 2023\n", "period: 2023  # kỳ số liệu\n")],
    "keys in another order": [
        ('{id: c_hop, code: "1.1", title: Họp, max: 10,', '{max: 10, title: Họp, id: c_hop, code: "1.1",')
    ],
    "inputs in another order": [
        ("  hop: {label: Số cuộc họp, type: count, max: 20}\n", ""),
        ("  ngay: {label", "  hop: {label: Số cuộc họp, type: count, max: 20}\n  ngay: {label"),
    ],
    "a name of an option in capitals": [("rieng: Riêng", "rieng: RIÊNG")],
    "another style of YAML": [
        (
            '{id: c_mang, code: "1.4", title: Mạng, max: 12, score: {yes_no: mang}}',
            'id: c_mang\n            code: "1.4"\n            title: "Mạng"\n            max: 12\n            score:\n              yes_no: mang',
        )
    ],
    "quotes": [("title: Bộ thử", "title: 'Bộ thử'")],
    "a share as a decimal": [("nguong: 80%", "nguong: 0.8")],
    "a parameter put in": [("full_at: nguong", "full_at: 80%")],
    "a parameter taken out": [("parameters: {", "parameters: {moi: 1, "), ("each: 1}", "each: moi}")],
    "a parameter in a formula": [("ty_le >= nguong", "ty_le >= 0.8")],
    "a named value put in": [("10 if ty_le >= nguong else ty_le * 5", "10 if tot / may >= nguong else tot / may * 5")],
    "a function extracted": [
        ("functions:\n", "functions:\n  nua(x): min(x, 20) / 2\n"),
        ("min(hop + lop, 20) / 2", "nua(hop + lop)"),
    ],
    "a function in place of division": [("formula: tot / may}", 'formula: "phan(tot, may)"}')],
    "factors put in": [("min(hop + lop, 20) / 2", "min(hop / 2 + lop / 2, 10)")],
    "terms in another order": [("min(hop + lop, 20) / 2", "0.5 * min(20, lop + hop)")],
    "a choice for a least": [("min(hop + lop, 20) / 2", "10 if hop + lop >= 20 else (hop + lop) / 2")],
    "a choice turned round": [("10 if ty_le >= nguong else ty_le * 5", "ty_le * 5 if ty_le < nguong else 10")],
    "a comparison turned round": [("ty_le >= nguong", "nguong <= ty_le")],
    "a day on the other side": [("ngay <= han", "not ngay > han")],
    "steps as choices": [
        (
            "{steps: lop, from: {20: 10, 10: 6, 5: 3}, otherwise: 0}",
            '{formula: "10 if lop >= 20 else (6 if lop >= 10 else (3 if lop >= 5 else 0))"}',
        )
    ],
    "steps as a sum": [
        (
            "{steps: lop, from: {20: 10, 10: 6, 5: 3}, otherwise: 0}",
            '{formula: "(3 if lop >= 5 else 0) + (3 if lop >= 10 else 0) + (4 if lop > 19 else 0)"}',
        )
    ],
    "a ratio as a formula": [
        ("{ratio: [tot, may], full_at: nguong}", '{formula: "min(tot / may / 0.8, 1) * 20"}')
    ],
    "a count as a formula": [("{count: hop, each: 1}", '{formula: "min(hop, 10)"}')],
    "yes or no as a formula": [("{yes_no: mang}", '{formula: "12 if mang else 0"}')],
    "a choice as a formula": [
        (
            "{choice: hinh, points: {rieng: 8, chung: 4, khong: 0}}",
            """{formula: "8 if hinh == 'rieng' else (4 if hinh == 'chung' else 0)"}""",
        )
    ],
    "points of options as shares": [("{rieng: 8, chung: 4, khong: 0}", "{rieng: 100%, chung: 50%, khong: 0}")],
    "an interpolation as a formula": [
        (
            "{interpolate: lop, points: {0: 0, 10: 3, 30: 6}}",
            '{formula: "lop * 3 / 10 if lop <= 10 else 3 + (lop - 10) * 3 / 20"}',
        )
    ],
    "a cap that the formula has": [("score: {formula: ty * 10}", "cap: 10, score: {formula: ty * 10}")],
    "tiers as shares of the maximum": [("from: 70}", "from: 70%}")],
    "tiers with both bounds": [("{id: dat, title: Đạt, from: 30}", "{id: dat, title: Đạt, from: 30, below: 70}")],
    "a lowest tier with its bound": [("{id: kem, title: Kém}", "{id: kem, title: Kém, below: 30}")],
    "a condition twice": [("requires: mang", 'requires: "mang and mang"')],
    "a gate said otherwise": [("applies: mang,", 'applies: "not (not mang)",')],
    "a share as a choice": [
        ("score: {ratio: [tot, may], full_at: nguong}", 'score: {formula: "20 if tot >= 0.8 * may else 25 * tot / may"}')
    ],
    "a least as a choice": [('"min(lop / 6, muc)"', '"lop / 6 if lop / 6 < muc else muc"')],
    "none asked for as equal": [("score: {formula: tre}", 'score: {formula: "0 if tre == 0 else tre"}')],
    "options as a sum": [
        (
            "{choice: hinh, points: {rieng: 8, chung: 4, khong: 0}}",
            """{formula: "(4 if hinh != 'khong' else 0) + (4 if hinh == 'rieng' else 0)"}""",
        )
    ],
    "a bound that the type has": [("{label: Báo cáo trễ, type: count, max: 9}", "{label: Báo cáo trễ, type: count, min: 0, max: 9}")],
    "rounding said at each leaf": [
        ("rounding: {mode: half_up, leaf: 2, total: 2}", "rounding: {mode: half_up, total: 2}"),
        ("max: 10,", "round: 2, max: 10,"), ("max: 20,", "round: 2, max: 20,"), ("max: 12,", "round: 2, max: 12,"), ("max: 5,", "round: 2, max: 5,"),
        ("max: 8,", "round: 2, max: 8,"), ("max: 6,", "round: 2, max: 6,"), ("max: 4,", "round: 2, max: 4,"),
        ("max: 9,", "round: 2, max: 9,"),
    ],
}  # fmt: skip

C, T, IN, P = "criterion", "tier", "input", "parameter"

# What means something else: a name, what is put in place of what, and what is said of it: class, subject, id, key.
CHANGES = {
    "points and maximum, in step": (
        [("max: 10, clause: Điều 3, score: {count: hop, each: 1}", "max: 15, clause: Điều 3, score: {count: hop, each: 1.5}")],
        [("reweighted", C, "c_hop", "max")],
    ),
    "the maximum of a ratio": ([("title: Máy, max: 20", "title: Máy, max: 30")], [("reweighted", C, "c_may", "max")]),
    "a maximum that is further away": (
        [("title: Họp, max: 10", "title: Họp, max: 15")], [("tightened", C, "c_hop", "max")],
    ),
    "a maximum that is nearer": ([("title: Họp, max: 10", "title: Họp, max: 8")], [("loosened", C, "c_hop", "max")]),
    "a threshold up": (
        [("nguong: 80%", "nguong: 90%")],
        [("changed", P, "nguong", "value"), ("tightened", C, "c_may", "score"), ("tightened", C, "c_gt", "score")],
    ),
    "a threshold down": (
        [("nguong: 80%", "nguong: 70%")],
        [("changed", P, "nguong", "value"), ("loosened", C, "c_may", "score"), ("loosened", C, "c_gt", "score")],
    ),
    "more for each": ([("each: 1}", "each: 2}")], [("loosened", C, "c_hop", "score")]),
    "less for each": ([("each: 1}", "each: 0.5}")], [("tightened", C, "c_hop", "score")]),
    "a step further": ([("{20: 10, 10", "{25: 10, 10")], [("tightened", C, "c_bac", "score")]),
    "a step nearer": ([("{20: 10, 10", "{15: 10, 10")], [("loosened", C, "c_bac", "score")]),
    "a step worth more": ([("10: 6, 5", "10: 7, 5")], [("loosened", C, "c_bac", "score")]),
    "a step worth less": ([("10: 6, 5", "10: 5, 5")], [("tightened", C, "c_bac", "score")]),
    "points below all steps": ([("otherwise: 0", "otherwise: 1")], [("loosened", C, "c_bac", "score")]),
    "one step up, one down": ([("10: 6, 5: 3", "10: 7, 5: 2")], [("changed", C, "c_bac", "score")]),
    "a step above and not from": ([("steps: lop, from:", "steps: lop, above:")], [("tightened", C, "c_bac", "score")]),
    "a step that went": ([("20: 10, 10: 6, 5: 3", "20: 10, 10: 6")], [("tightened", C, "c_bac", "score")]),
    "yes turned to no": ([("{yes_no: mang}", '{formula: "12 if not mang else 0"}')], [("changed", C, "c_mang", "score")]),
    "a slower formula": (
        [("min(hop + lop, 20) / 2", "min(hop + lop, 25) / 2.5")], [("tightened", C, "c_ct", "score")],
    ),
    "another weight in a formula": (
        [("min(hop + lop, 20) / 2", "min(hop + 2 * lop, 20) / 2")], [("loosened", C, "c_ct", "score")],
    ),
    "another input in a formula": (
        [("min(hop + lop, 20) / 2", "min(2 * hop, 20) / 2")], [("changed", C, "c_ct", "score")],
    ),
    "an option worth more": ([("chung: 4", "chung: 5")], [("loosened", C, "c_hinh", "score")]),
    "an option worth less": ([("chung: 4", "chung: 3")], [("tightened", C, "c_hinh", "score")]),
    "one option up, one down": (
        [("{rieng: 8, chung: 4, khong: 0}", "{rieng: 8, chung: 3, khong: 1}")], [("changed", C, "c_hinh", "score")],
    ),
    "a gate that opens less": (
        [("applies: mang,", 'applies: "mang and lop > 5",')], [("changed", C, "c_ty", "applies")],
    ),
    "a gate that went": (
        [("applies: mang, not_applicable: rescale, ", "")],
        [("changed", C, "c_ty", "applies"), ("changed", C, "c_ty", "not_applicable")],
    ),
    "another policy": ([("not_applicable: rescale", "not_applicable: zero")], [("changed", C, "c_ty", "not_applicable")]),
    "a share that counts less": ([("{formula: ty * 10}", "{formula: ty * 9}")], [("tightened", C, "c_ty", "score")]),
    "a cap that cuts": (
        [("score: {formula: ty * 10}", "cap: 8, score: {formula: ty * 10}")], [("tightened", C, "c_ty", "score")],
    ),
    "a floor": ([("score: {formula: ty * 10}", "min: 2, score: {formula: ty * 10}")], [("loosened", C, "c_ty", "score")]),
    "a point of an interpolation up": ([("10: 3, 30", "10: 4, 30")], [("loosened", C, "c_noi", "score")]),
    "a point of an interpolation further": ([("30: 6}", "40: 6}")], [("tightened", C, "c_noi", "score")]),
    "more below a threshold": ([("ty_le * 5", "ty_le * 6")], [("loosened", C, "c_gt", "score")]),
    "a day earlier": (
        [("han: 2023-06-30", "han: 2023-05-31")],
        [("changed", P, "han", "value"), ("tightened", C, "c_ngay", "score")],
    ),
    "a day later": (
        [("han: 2023-06-30", "han: 2023-07-31")],
        [("changed", P, "han", "value"), ("loosened", C, "c_ngay", "score")],
    ),
    "a greater penalty": ([("{formula: tre}", '{formula: "min(tre * 2, 9)"}')], [("tightened", C, "c_tre", "score")]),
    "a lesser penalty": ([("{formula: tre}", '{formula: "min(tre, 5)"}')], [("loosened", C, "c_tre", "score")]),
    "a lesser bonus": ([("muc: 5", "muc: 4")], [("changed", P, "muc", "value"), ("tightened", C, "c_them", "score")]),
    "a value computed otherwise": (
        [("formula: tot / may}", 'formula: "tot / (may + 1)"}')],
        [("changed", "value", "ty_le", "formula"), ("tightened", C, "c_gt", "score")],
    ),
    "another role": ([("role: bonus, ", "")], [("changed", C, "c_them", "role")]),
    "a weight": (
        [("max: 10, clause", "weight: 2, max: 10, clause"), ("title: Máy, ", "title: Máy, weight: 1, "),
         ("title: Lớp học, ", "title: Lớp học, weight: 1, "), ("title: Mạng, ", "title: Mạng, weight: 1, ")],
        [("reweighted", C, "c_hop", "weight")],
    ),
    "another way to put together": (
        [("title: Nhóm một\n", "title: Nhóm một\n        aggregate: max\n")], [("changed", C, "nhom", "aggregate")],
    ),
    "a cap of a branch": (
        [("title: Nhóm một\n", "title: Nhóm một\n        cap: 30\n")], [("tightened", C, "nhom", "cap")],
    ),
    "a floor of a branch": (
        [("title: Nhóm hai\n", "title: Nhóm hai\n        min: 5\n")], [("loosened", C, "nhom2", "min")],
    ),
    "another scale of a branch": (
        [("title: Nhóm một\n", "title: Nhóm một\n        out_of: 100\n")], [("reweighted", C, "nhom", "out_of")],
    ),
    "a last step of a branch": (
        [("title: Nhóm một\n", 'title: Nhóm một\n        then: "value / 2"\n')], [("changed", C, "nhom", "then")],
    ),
    "enough data": (
        [("title: Nhóm một\n", "title: Nhóm một\n        at_least: 2\n")], [("changed", C, "nhom", "at_least")],
    ),
    "fewer digits": ([("leaf: 2", "leaf: 1")], [("changed", "ruleset", "thu", "rounding")]),
    "another way to round": ([("mode: half_up", "mode: floor")], [("changed", "ruleset", "thu", "rounding")]),
    "a criterion rounded by itself": (
        [("title: Máy, max: 20", "title: Máy, round: 0, max: 20")], [("changed", C, "c_may", "round")],
    ),
    "a tier further": ([("from: 70", "from: 75")], [("tightened", T, "tot_nhat", "bounds")]),
    "a tier nearer": ([("from: 70", "from: 65")], [("loosened", T, "tot_nhat", "bounds")]),
    "a tier above and not from": ([("from: 70", "above: 70")], [("tightened", T, "tot_nhat", "bounds")]),
    "a condition of a tier that went": ([(", requires: mang", "")], [("loosened", T, "kha", "requires")]),
    "a stricter condition of a tier": (
        [("requires: mang", 'requires: "mang and lop > 3"')], [("tightened", T, "kha", "requires")],
    ),
    "a tier more": (
        [("      - {id: dat,", "      - {id: gan, title: Gần đạt, from: 40}\n      - {id: dat,")], [("new", T, "gan", "tier")],
    ),
    "a tier less": ([("      - {id: dat, title: Đạt, from: 30}\n", "")], [("gone", T, "dat", "tier")]),
    "a quota": (
        [("title: Tốt, from: 70", "title: Tốt, from: 70, quota: 20%, at_ties: below")],
        [("tightened", T, "tot_nhat", "quota")],
    ),
    "another name of a tier": ([("title: Tốt,", "title: Xuất sắc,")], [("editorial", T, "tot_nhat", "text")]),
    "ties": ([("lists: group", "lists: group, ties: dense")], [("changed", "ranking", "bang", "ties")]),
    "lists": ([("lists: group", "lists: all")], [("changed", "ranking", "bang", "lists")]),
    "what decides ties": ([("tie_break: [c_may]", "tie_break: [c_hop]")], [("changed", "ranking", "bang", "tie_break")]),
    "a criterion more": (
        [("      - {id: c_tre", "      - {id: c_moi, title: Mới, max: 3, score: {yes_no: self}}\n      - {id: c_tre")],
        [("new", C, "c_moi", "criterion"), ("new", IN, "c_moi", "input")],
    ),
    "a criterion less": (
        [('          - {id: c_mang, code: "1.4", title: Mạng, max: 12, score: {yes_no: mang}}\n', "")],
        [("gone", C, "c_mang", "criterion")],
    ),
    "another heading": (
        [('          - {id: c_mang, code: "1.4", title: Mạng, max: 12, score: {yes_no: mang}}\n', ""),
         ("          - {id: c_ct,", '          - {id: c_mang, code: "1.4", title: Mạng, max: 12, score: {yes_no: mang}}\n          - {id: c_ct,')],
        [("moved", C, "c_mang", "parent")],
    ),
    "another number": ([('code: "1.3"', 'code: "1.5"')], [("renumbered", C, "c_bac", "code")]),
    "another id": ([("id: c_bac,", "id: c_lop,")], [("renamed", C, "c_lop", "id")]),
    "another title": ([("title: Lớp học", "title: Số lớp học")], [("editorial", C, "c_bac", "text")]),
    "another clause": ([("clause: Điều 3", "clause: Điều 4")], [("editorial", C, "c_hop", "text")]),
    "another answer": ([("lop: {label: Số lớp, type: count", "lop: {label: Số lớp, type: number")], [("changed", IN, "lop", "type")]),
    "another greatest answer": ([("type: count, max: 9}", "type: count, max: 12}")], [("changed", IN, "tre", "max")]),
    "a blank that is 0": ([("max: 9}", "max: 9, missing: zero}")], [("changed", IN, "tre", "missing")]),
    "another label": ([("label: Báo cáo trễ", "label: Số báo cáo trễ")], [("changed", IN, "tre", "label")]),
    "another name of an option": ([("rieng: Riêng", "rieng: Riêng biệt")], [("changed", IN, "hinh", "option labels")]),
    "names of options exchanged": (
        [("rieng: Riêng, chung: Chung", "rieng: Chung, chung: Riêng")], [("changed", IN, "hinh", "option labels")],
    ),
    "a group more": ([("huyen: {title: Huyện}", "huyen: {title: Huyện}, xa: {title: Xã}")], [("new", "group", "xa", "group")]),
}  # fmt: skip
