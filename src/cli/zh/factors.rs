//! The texts of `pertonne factors`, with their Chinese.

use crate::cli::factors::{AFTER_CHECK, AFTER_DIFF, AFTER_FACTORS, AFTER_LIST};

/// Every English text, and its Chinese one.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Look into the emission factors: list, search and show them, with their sources",
        "查看排放因子：列出、检索、显示，并给出来源",
    ),
    (
        AFTER_FACTORS,
        "\
因子全名为 活动/地区/年份，例如 grid-electricity/CN-JS/2021。
已发布的版本不再改动；更正以新版本发布。",
    ),
    (
        "List the factors of a release: by activity, or those of a region or a year",
        "列出一个版本的因子：按活动汇总，或某地区、某年份的因子",
    ),
    (
        AFTER_LIST,
        "\
因子按活动汇总；指定 --region 或 --year 时逐个列出。CSV 和 JSON 含全部因子。

退出状态：0 完成；1 因子表有误；2 用法有误，或文件无法读取。",
    ),
    ("A release of the factor table [default: the newest]", "因子表的版本 [默认：最新版]"),
    ("Factors of this region alone, by its code or its name", "只列该地区的因子，可写代码或名称"),
    ("Factors of this year alone", "只列该年份的因子"),
    ("Factors with this boundary alone", "只列该核算边界的因子"),
    ("How to show the factors", "因子的显示方式"),
    ("A line per factor with all that is known of it, for spreadsheets", "每个因子一行，含全部内容，适于电子表格"),
    ("JSON: the contract `pertonne.factors/1`", "JSON：格式约定 `pertonne.factors/1`"),
    (
        "Look for mistakes in a table of factors: units, names, sources, values far off their kin",
        "检查因子表：单位、名称、来源、与同类相差悬殊的数值",
    ),
    (
        AFTER_CHECK,
        "\
PATH 为 factors.csv、核算文件夹或因子表版本的文件夹。单个文件按其自身的表头读取；核算文件夹中的文件按 study.toml 的绑定读取。
核算自有的因子与 --release 指定的版本对照；未指定时与其 study.toml 所用的版本对照，否则与最新版对照。

退出状态：0 未发现问题，或只有警告；1 有错误；2 用法有误，或文件无法读取。",
    ),
    ("A factors.csv, or the folder of a study or of a release", "factors.csv，或核算文件夹、因子表版本的文件夹"),
    ("How much was found, on one line", "一行说明发现了多少问题"),
    ("JSON: the contract `pertonne.factors-check/1`", "JSON：格式约定 `pertonne.factors-check/1`"),
    (
        "Tell what differs between two releases, and with a study what that does to its footprints",
        "比较两个版本的因子表；指定核算时给出对其碳足迹的影响",
    ),
    (
        AFTER_DIFF,
        "\
OLD 和 NEW 为版本号（例如 2024.1），或含有因子表的文件夹。
指定 --study 时用两个版本分别计算该核算的活动数据，与 study.toml 所写的版本无关；各部分差值之和等于碳足迹的差值。

退出状态：0 完成；1 因子表或核算有误；2 用法有误，或文件无法读取。",
    ),
    ("The release to compare", "原版本"),
    ("The one to compare it with", "新版本"),
    ("Tell what the difference does to the footprints of this study", "给出对该核算碳足迹的影响"),
    ("How to show the difference", "差异的显示方式"),
    ("For the terminal", "终端文本"),
    ("JSON: the contract `pertonne.factors-diff/1`", "JSON：格式约定 `pertonne.factors-diff/1`"),
    // What stands for values.
    ("OLD", "原版本"),
    ("NEW", "新版本"),
    ("RELEASE", "版本"),
    ("REGION", "地区"),
    ("YEAR", "年份"),
    ("BOUNDARY", "边界"),
];
