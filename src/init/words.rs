//! Words by which exports are told: in the names of files, and in headers that no footprint needs.

use crate::column::FileKind;
use crate::name::fold;

/// Words in a file's name, and the kind of file that they speak of. What comes first decides, so that
/// `运输车辆油耗.csv` is about vehicles and `废弃物运输台账.csv` about transport.
const FILES: &[(FileKind, &[&str])] = &[
    (FileKind::Factors, &["因子", "factor"]),
    (FileKind::Vehicles, &["油耗", "车队", "vehicle", "fleet"]),
    (FileKind::Transport, &["运输", "物流", "磅单", "过磅", "发货", "送货", "transport", "freight", "weighbridge"]),
    (FileKind::Fugitives, &["制冷剂", "冷媒", "逸散", "灭火", "refrigerant", "fugitive"]),
    (FileKind::Waste, &["废", "污水", "waste"]),
    (
        FileKind::Energy,
        &[
            "能源",
            "能耗",
            "用电",
            "电量",
            "电费",
            "用气",
            "天然气",
            "蒸汽",
            "柴油",
            "汽油",
            "加油",
            "抄表",
            "energy",
            "electricity",
            "meter",
        ],
    ),
    (FileKind::Products, &["产品", "产量", "产出", "product", "output"]),
    (FileKind::Materials, &["原料", "材料", "物料", "辅料", "原辅", "领用", "采购", "material", "purchase"]),
];

/// Words in the headers of columns that identify a row, or whoever had to do with it.
const NEEDLESS: &[&str] = &[
    "序号",
    "编号",
    "编码",
    "单据",
    "单号",
    "凭证",
    "供应商",
    "规格",
    "经办",
    "审核",
    "制单",
    "制表",
    "仓库",
    "部门",
    "合同",
    "批次",
    "批号",
    "车牌",
    "司机",
    "收货",
    "发货单位",
    "客户",
    "no.",
    "supplier",
    "customer",
    "voucher",
    "document",
    "plate",
];

/// The kinds that a file's name speaks of, the likeliest first.
pub(super) fn kinds_by_name(name: &str) -> Vec<FileKind> {
    let name = fold(name);
    let speaks = |words: &[&str]| words.iter().any(|word| name.contains(word));
    FILES.iter().filter(|(_, words)| speaks(words)).map(|(kind, _)| *kind).collect()
}

/// Whether a header is of a column that no footprint needs.
pub(super) fn is_needless(header: &str) -> bool {
    let header = fold(header);
    NEEDLESS.iter().any(|word| header.contains(word)) || header == "no" || header == "id"
}
