//! The texts of `pertonne factors`, with their Chinese.

use crate::cli::factors::{
    AFTER_CHECK, AFTER_DIFF, AFTER_FACTORS, AFTER_LIST, AFTER_RELEASES, AFTER_SEARCH, AFTER_SHOW,
};

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
    (
        "List the releases that the program carries; with RELEASE, say what changed in it",
        "列出程序自带的各个版本；写明版本时给出该版的变更",
    ),
    (AFTER_RELEASES, "退出状态：0 完成；2 用法有误，或没有该版本。"),
    ("The release whose changes are shown", "要查看变更的版本"),
    ("Search the factors and gases of a release, in both languages at once", "同时用中英文检索一个版本的因子和气体"),
    (
        AFTER_SEARCH,
        "\
每个词均须出现：在中英文名称、别名、活动、地区、年份、核算边界或来源中；气体按名称检索。
名称完全一致者在前。因子较多时按活动汇总；CSV 和 JSON 含全部因子。

退出状态：0 有结果；1 无结果，或因子表有误；2 用法有误，或文件无法读取。",
    ),
    ("Words that must all occur", "须全部出现的词"),
    (
        "Show a factor or a gas with all that is known of it, and why a row would get it",
        "显示一个因子或气体的全部内容，及数据行为何会采用它",
    ),
    (
        AFTER_SHOW,
        "\
名称可以是全名、活动、任一中英文名称或别名，或气体。
指定 --region 或 --study 时，显示该处数据行会采用的因子：最近地区的因子，取不晚于 --year 的最新年份。

退出状态：0 已显示；1 没有该名称的因子，或没有适用于该处的因子，或因子表、核算有误；2 用法有误，或文件无法读取。",
    ),
    ("A factor or a gas, by any of its names", "因子或气体，可写其任一名称"),
    ("For a row of a study in this region, by its code or its name", "核算所在的地区，可写代码或名称"),
    ("For a period that ends in this year", "报告期结束的年份"),
    (
        "For a row of this study: with its region, its period, its release and its own factors",
        "按该核算的数据行：采用其地区、报告期、因子表版本和自有因子",
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
    ("TEXT", "文字"),
];
