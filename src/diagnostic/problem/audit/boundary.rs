//! What the study claims to cover, leaves out, or counts for nothing.

use super::super::{Code, Problem, error, warning};
use crate::text::{Text, text};
use crate::word::Stage;

fn stages(stages: &[Stage]) -> Text {
    let names: Vec<Text> = stages.iter().map(|stage| stage.title()).collect();
    let of = |pick: fn(&Text) -> &str, between: &str| names.iter().map(pick).collect::<Vec<_>>().join(between);
    Text { en: of(|text| &text.en, ", "), zh: of(|text| &text.zh, "、") }
}

pub(crate) fn boundary_claim(kind: &str, missing: &[Stage]) -> Problem {
    let Text { en, zh } = stages(missing);
    error(
        Code::BoundaryClaim,
        text!("the study claims `{kind}`, and leaves out: {en}", "本核算声明 `{kind}`，却未包括：{zh}"),
        text!(
            "count these stages, or claim what is counted: another `kind` in [boundary]",
            "请计入这些阶段，或按实际范围声明：修改 [boundary] 的 `kind`"
        ),
    )
}

pub(crate) fn boundary_wide(kind: &str, stage: Stage) -> Problem {
    let Text { en, zh } = stage.title();
    warning(
        Code::BoundaryWide,
        text!("the study claims `{kind}`, and counts more: {en}", "本核算声明 `{kind}`，却多计了：{zh}"),
        text!(
            "claim the wider boundary, or report that stage apart from the footprint",
            "请声明更大的系统边界，或将该阶段与碳足迹分开报告"
        ),
    )
}

pub(crate) fn stage_without_data(stage: Stage) -> Problem {
    let Text { en, zh } = stage.title();
    warning(
        Code::StageWithoutData,
        text!("no row is of a stage that the study includes: {en}", "系统边界内的阶段没有任何数据：{zh}"),
        text!(
            "give its data, or claim a `kind` in [boundary] without that stage",
            "请补充数据，或声明不含该阶段的 [boundary] kind"
        ),
    )
}

pub(crate) fn claim_not_counted(item: &str) -> Problem {
    error(
        Code::ClaimDiffers,
        text!("`{item}` is said to be counted, and is not", "报告称已计入 `{item}`，实际未计"),
        text!(
            "count it, or take it off `included` in [claims] and out of the report",
            "请计入，或从 [claims] 的 included 及报告中删去"
        ),
    )
}

pub(crate) fn claim_counted(item: &str) -> Problem {
    error(
        Code::ClaimDiffers,
        text!("`{item}` is said to be left out, and is counted", "报告称未计入 `{item}`，实际已计"),
        text!(
            "leave it out with a reason in `excluded`, or correct the report",
            "请在 `excluded` 写明原因排除，或更正报告"
        ),
    )
}

pub(crate) fn claim_unknown(name: &str) -> Problem {
    error(
        Code::ClaimDiffers,
        text!(
            "[claims] names `{name}`, which nothing in this study is called",
            "[claims] 所写的 `{name}` 在本核算中不存在"
        ),
        text!("write the name that the study, or the release, has for it", "请写本核算或因子表中的名称"),
    )
}

pub(crate) fn inputs_not_counted(item: &str) -> Problem {
    warning(
        Code::InputsNotCounted,
        text!(
            "`{item}` is brought in, and what it took to make it is not counted",
            "运入了 `{item}`，但未计入其获取的排放"
        ),
        text!(
            "give it in materials.csv with a factor, or there with `excluded` and the reason; [audit.factors] says what it may weigh",
            "请在 materials.csv 中列出并给出因子，或写明排除原因；[audit.factors] 可指定估算所用的因子"
        ),
    )
}

pub(crate) fn material_without_transport(item: &str) -> Problem {
    warning(
        Code::MaterialWithoutTransport,
        text!("no inbound leg brings `{item}` in", "没有 `{item}` 的进厂运输"),
        text!(
            "give its leg in transport.csv with the same item; where its factor holds the way, accept this with that reason",
            "请在 transport.csv 以相同名称给出运输；若其因子已含运输，请以此为由接受"
        ),
    )
}

pub(crate) fn leg_without_distance(item: &str) -> Problem {
    warning(
        Code::LegWithoutDistance,
        text!(
            "a leg of `{item}` goes nowhere: its distance, or what it carries, is 0",
            "`{item}` 的运输距离或运量为 0"
        ),
        text!(
            "give the distance; where there was no way, leave the row out with the reason",
            "请填写距离；若确无运输，请写明原因排除该行"
        ),
    )
}

pub(crate) fn upstream_left_out(item: &str, is_electricity: bool, is_heat: bool) -> Problem {
    let (message, help) = if is_heat {
        (
            text!(
                "`{item}` counts its generation alone: not the extraction and transport of the fuels",
                "`{item}` 只计生产时的排放，未计燃料的开采和运输"
            ),
            text!("use a life-cycle factor of heat", "请改用热力的生命周期因子"),
        )
    } else if is_electricity {
        (
            text!(
                "`{item}` counts generation alone: not the fuels' extraction, the plants and the losses",
                "`{item}` 只计发电排放，未计燃料开采、电站建设和线损"
            ),
            text!("use a life-cycle factor of electricity", "请改用电力的生命周期（碳足迹）因子"),
        )
    } else {
        (
            text!(
                "`{item}` counts what is burnt alone: not its extraction, refining and transport",
                "`{item}` 只计燃烧排放，未计其开采、加工和运输"
            ),
            text!(
                "add a row for its production, with an upstream factor of the same quantity",
                "请另加一行，以相同的用量按上游因子计入其生产"
            ),
        )
    };
    warning(Code::UpstreamLeftOut, message, help)
}

pub(crate) fn cut_off_single(item: &str, most: &Text) -> Problem {
    let Text { en, zh } = most;
    warning(
        Code::CutOffSingle,
        text!(
            "`{item}` is left out, and weighs more than a cut-off may ({en})",
            "排除的 `{item}` 超过单项取舍限值（{zh}）"
        ),
        text!("count it; a reason does not make an input small", "请计入；写明原因并不能使其符合取舍准则"),
    )
}

pub(crate) fn cut_off_sum(items: usize, most: &Text) -> Problem {
    let Text { en, zh } = most;
    warning(
        Code::CutOffSum,
        text!(
            "what is left out ({items} items) weighs more than all cut-offs together may ({en})",
            "排除的共 {items} 项，合计超过取舍限值（{zh}）"
        ),
        text!("count the largest of them", "请计入其中较大的项"),
    )
}

pub(crate) fn burden_free(item: &str, named: bool) -> Problem {
    let help = if named {
        text!(
            "show that it is waste of another product's life; scrap of production carries what it took to make the metal",
            "请说明其为其他产品生命周期的废弃物；生产过程产生的边角料应带有金属生产的负担"
        )
    } else {
        text!(
            "show that it is waste of another product's life; name a factor for it in [audit.factors] to see what it would weigh",
            "请说明其为其他产品生命周期的废弃物；可在 [audit.factors] 指定因子以查看其影响"
        )
    };
    warning(Code::BurdenFree, text!("`{item}` enters free of burden", "`{item}` 按零负担计入"), help)
}
