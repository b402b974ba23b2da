//! What an audit finds: in the published studies, in clean ones, and in clean ones with one defect planted.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{StudyFolder, amount, copy_of, fixture, pertonne};
use insta_cmd::assert_cmd_snapshot;
use pertonne::amount::Amount;
use pertonne::audit::{Audit, Finding, audit};
use pertonne::calculation::Options;
use pertonne::diagnostic::{Code, Severity};
use pertonne::example::Command;
use proptest::prelude::*;

/// Studies with data that obey physics, and claims that hold.
const CLEAN: [&str; 3] = ["clean-ingot", "clean-liquid", "clean-castings"];
/// Studies that were published.
const PUBLISHED: [&str; 3] = ["kunshan-2024", "gongyi-2024", "dicastal-2023"];

fn audited(folder: &StudyFolder) -> Result<Audit, String> {
    let audited = audit(folder.path(), &Options::default()).unwrap();
    let shown = audited.diagnostics.shown();
    let said = shown.iter().map(|diagnostic| format!("{} {}", diagnostic.place.text, diagnostic.problem.message.en));
    audited.audit.ok_or_else(|| said.collect())
}

/// The errors and warnings that stand.
fn questions(audit: &Audit) -> Vec<&Finding> {
    audit.standing().filter(|finding| finding.severity() != Severity::Note).collect()
}

fn names(findings: &[&Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.name()).collect()
}

#[test]
fn published_studies_are_audited() {
    for study in PUBLISHED {
        for language in ["en", "zh"] {
            let folder = format!("fixtures/{study}");
            assert_cmd_snapshot!(
                format!("{study}-{language}"),
                pertonne().args(["audit", &folder, "--lang", language])
            );
        }
    }
    assert_cmd_snapshot!("gongyi-2024-narrow", pertonne().args(["audit", "fixtures/gongyi-2024"]).env("COLUMNS", "60"));
    for format in ["markdown", "json"] {
        let mut command = pertonne();
        command.args(["audit", "fixtures/gongyi-2024", "--format", format, "--lang", "zh"]);
        assert_cmd_snapshot!(format!("gongyi-2024-{format}"), command);
    }
}

#[test]
fn clean_studies_stay_silent() {
    for study in CLEAN {
        let audit = audited(&copy_of(study)).unwrap();
        assert_eq!(names(&questions(&audit)), [""; 0], "{study}");
        assert!(audit.passes());
    }
}

/// One defect in a clean study.
struct Defect {
    /// What finds it.
    code: &'static str,
    study: &'static str,
    /// What is written in place of what: by file, the text that stands there once, or nothing for the end of the file.
    planted: Vec<Edit>,
    /// What the study would be, from the clean one on, were the one thing changed as the finding says. Nothing where it
    /// has no effect.
    changed: Option<Vec<Edit>>,
}

type Edit = (&'static str, String, String);

fn edit(folder: &StudyFolder, edits: &[Edit]) {
    for (file, old, new) in edits {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let text = match old.as_str() {
            "" => text + new,
            old => {
                assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
                text.replace(old, new)
            }
        };
        folder.write(file, text.as_bytes());
    }
}

fn edits<const N: usize>(edits: [(&'static str, &str, &str); N]) -> Vec<Edit> {
    edits.into_iter().map(|(file, old, new)| (file, old.to_owned(), new.to_owned())).collect()
}

/// Of each kind one defect; `k`, from 0 to 99, makes their numbers differ.
#[expect(clippy::too_many_lines, reason = "a list of many")]
fn defects(k: u32) -> Vec<Defect> {
    let defect = |code, study, planted: Vec<Edit>, changed: Option<Vec<Edit>>| Defect { code, study, planted, changed };
    let (liquid, ingot, castings) = ("clean-liquid", "clean-ingot", "clean-castings");
    let nothing = || Some(Vec::new());
    let outbound_fuel = "\"Diesel of own lorries, outbound, production and supply\",6.9475,t,diesel-mineral-by-mass-wtt/GB/2024,\
                         distribution,,own lorries,trip log and vehicles.csv,calculated,the diesel of the outbound leg\n";
    let outbound = "outbound,Liquid aluminium,24518.73,t,,,32691.2,Rigid lorry 10 t,own,,,,ladle weighbridge and trip log,\
                    calculated,2554 trips of 12.8 km there and back\n";
    let silicon = "inbound,Silicon metal,1087.36,t,934.5,";
    let copper = "inbound,Copper cathode,342.18,t,587.3,";
    let copper_row = "Copper cathode,342.18,t,,,,Copper works D,weighbridge tickets and stores ledger,measured,\n";
    let copper_leg = "inbound,Copper cathode,342.18,t,587.3,,,,hired,\"Hired lorry, well-to-wheel\",,Copper works D,\
                      weighbridge tickets and carrier invoices,calculated,\n";
    let mix = "Refractory patching mix,38.64,t,,\"cut-off: 0.15 % of the input mass, below 1 %; neither production nor \
               delivery is counted\",,Refractory maker F,stores ledger,measured,\n";
    let gas_supply = "\"Natural gas, production and supply\",1987426.5,m3,natural-gas-wtt/GB/2024,,,melting and holding \
                      furnaces,\"gas meter, held against the bills\",measured,the gas of the row above\n";
    let electricity =
        "Electricity,3146.28,MWh,grid-electricity-life-cycle,,grid,whole plant,electricity bills,measured,\n";
    let audit = "[audit]\nreturns";
    let claims = "[claims]\ngwp = \"AR5\"\n";
    let (more, part) = (format!("{}.4", 500 + k), format!("0.{:02}", 10 + k % 80));
    let all_mixes = |excluded: bool| -> String {
        let reason = if excluded { "below 1 % each" } else { "" };
        let row = |i| format!("Mix {i},{}.{i},t,Refining flux,{reason},,,stores ledger,measured,\n", 190 + k % 20 + i);
        (0..7).map(row).collect::<Vec<_>>().concat()
    };
    let row =
        |(item, share): (&str, f64)| format!("Table 1,input-share,Liquid aluminium,materials.csv,{item},{share},%\n");
    let shares = [("Silicon metal", 4.2), ("Copper cathode", 1.3), ("Refining flux", 0.2)];
    let published = shares.map(row).concat();
    let published = format!(
        "table,measure,product,file,item,value,unit\n{published}Table 1,input-share,Liquid aluminium,materials.csv,Post-consumer \
         cast scrap,{}.3,%\n",
        97 + k % 5
    );
    vec![
        defect(
            "boundary-claim",
            liquid,
            edits([(
                "study.toml",
                "kind = \"cradle-to-customer\"",
                "kind = \"cradle-to-grave\"\nstages = [\"raw-material-acquisition\", \"production\", \"distribution\"]",
            )]),
            None,
        ),
        defect(
            "boundary-wide",
            liquid,
            edits([(
                "study.toml",
                "kind = \"cradle-to-customer\"",
                "kind = \"cradle-to-gate\"\nstages = [\"raw-material-acquisition\", \"production\", \"distribution\"]",
            )]),
            Some(edits([("energy.csv", outbound_fuel, ""), ("transport.csv", outbound, "")])),
        ),
        defect(
            "stage-without-data",
            liquid,
            edits([("energy.csv", outbound_fuel, ""), ("transport.csv", outbound, "")]),
            None,
        ),
        defect(
            "claim-differs",
            liquid,
            edits([
                ("study.toml", claims, &format!("{claims}included = [\"Refractory patching mix\"]\n")),
                ("study.toml", "", "\n[audit.factors]\n\"Refractory patching mix\" = \"Refining flux\"\n"),
            ]),
            Some(edits([(
                "materials.csv",
                mix,
                "Refractory patching mix,38.64,t,Refining flux,,,,ledger,measured,\n",
            )])),
        ),
        defect(
            "claim-differs",
            liquid,
            edits([("study.toml", claims, &format!("{claims}left_out = [\"Silicon metal\"]\n"))]),
            Some(edits([("materials.csv", "Silicon metal,1087.36,t,,,", "Silicon metal,1087.36,t,,not counted,")])),
        ),
        defect("inputs-not-counted", liquid, edits([("materials.csv", copper_row, "")]), nothing()),
        defect("upstream-left-out", liquid, edits([("energy.csv", gas_supply, "")]), nothing()),
        defect(
            "upstream-left-out",
            liquid,
            edits([(
                "energy.csv",
                electricity,
                &electricity.replace("grid-electricity-life-cycle", "grid-electricity/CN/2023"),
            )]),
            nothing(),
        ),
        defect(
            "material-without-transport",
            liquid,
            edits([("transport.csv", copper_leg, "")]),
            Some(edits([(
                "transport.csv",
                copper_leg,
                "inbound,Copper cathode,342.18,t,500,,,,hired,freight-hgv-all-average/GB/2024,,,,calculated,\n",
            )])),
        ),
        defect(
            "leg-without-distance",
            liquid,
            edits([("transport.csv", copper, "inbound,Copper cathode,342.18,t,0,")]),
            Some(edits([("transport.csv", copper, "inbound,Copper cathode,342.18,t,500,")])),
        ),
        defect(
            "cut-off-single",
            liquid,
            edits([
                ("materials.csv", "Refractory patching mix,38.64", &format!("Refractory patching mix,{more}")),
                ("transport.csv", "Refractory patching mix,38.64", &format!("Refractory patching mix,{more}")),
                ("study.toml", "", "\n[audit.factors]\n\"Refractory patching mix\" = \"Refining flux\"\n"),
            ]),
            Some(edits([(
                "materials.csv",
                mix,
                &format!("Refractory patching mix,{more},t,Refining flux,,,,ledger,measured,\n"),
            )])),
        ),
        defect(
            "cut-off-sum",
            liquid,
            edits([("materials.csv", "", &all_mixes(true))]),
            Some(edits([("materials.csv", "", &all_mixes(false))])),
        ),
        defect(
            "burden-free",
            liquid,
            edits([
                ("factors.csv", "Post-consumer wrought scrap,CN,2024,0.268", "Post-consumer wrought scrap,CN,2024,0"),
                (
                    "study.toml",
                    "",
                    "\n[audit.factors]\n\"Post-consumer wrought scrap\" = \"Post-consumer cast scrap\"\n",
                ),
            ]),
            Some(edits([(
                "factors.csv",
                "Post-consumer wrought scrap,CN,2024,0.268",
                "Post-consumer wrought scrap,CN,2024,0.312",
            )])),
        ),
        defect(
            "output-exceeds-input",
            liquid,
            edits([
                ("products.csv", "24518.73,t,24518.73", &format!("{}.73,t,24518.73", 28_000 + k)),
                ("study.toml", "sector =", "# sector ="),
            ]),
            None,
        ),
        defect(
            "mass-unexplained",
            liquid,
            edits([
                ("materials.csv", "8431.65", &format!("{}.65", 10_400 + k)),
                ("transport.csv", "8431.65", &format!("{}.65", 10_400 + k)),
            ]),
            None,
        ),
        defect(
            "yield",
            liquid,
            edits([
                ("materials.csv", "8431.65", &format!("{}.65", 24_400 + k)),
                ("transport.csv", "8431.65", &format!("{}.65", 24_400 + k)),
                ("waste.csv", "1012.46", &format!("{}.46", 17_012 + k)),
                ("transport.csv", "waste,Aluminium dross,1012.46", &format!("waste,Aluminium dross,{}.46", 17_012 + k)),
            ]),
            None,
        ),
        defect(
            "sold-differs",
            liquid,
            edits([
                ("products.csv", "24518.73,t,24518.73", &format!("24518.73,t,{}.5", 24_600 + k)),
                (
                    "transport.csv",
                    "outbound,Liquid aluminium,24518.73",
                    &format!("outbound,Liquid aluminium,{}.5", 24_600 + k),
                ),
            ]),
            None,
        ),
        defect(
            "carried-differs",
            liquid,
            edits([("transport.csv", silicon, &format!("inbound,Silicon metal,{}.7,t,934.5,", 100 + k))]),
            nothing(),
        ),
        defect("shares-not-whole", liquid, vec![("published.csv", String::new(), published)], None),
        defect(
            "shares-not-whole",
            ingot,
            edits([(
                "study.toml",
                "method = \"mass\"",
                "method = \"fixed\"\nshares = { \"铝锭\" = 57.5, \"铝棒\" = 43.5 }",
            )]),
            None,
        ),
        defect(
            "counted-twice",
            liquid,
            edits([(
                "energy.csv",
                electricity,
                &format!(
                    "{electricity}Electricity,{}.28,MWh,grid-electricity-life-cycle,,grid,furnaces,meter,measured,\n\
                     Electricity,{}.0,MWh,grid-electricity-life-cycle,,grid,offices,meter,measured,\n",
                    2146 + k,
                    1000 - k
                ),
            )]),
            nothing(),
        ),
        defect(
            "fuel-per-distance",
            liquid,
            edits([
                ("vehicles.csv", "diesel,25.3,", &format!("diesel,{}.3,", 200 + k)),
                // Its production is counted as much.
                ("energy.csv", "supply\",1.3112,", "supply\",23.6,"),
                ("energy.csv", "supply\",6.9475,", "supply\",125.055,"),
            ]),
            Some(edits([
                ("vehicles.csv", "diesel,25.3,", "diesel,60,"),
                ("energy.csv", "supply\",1.3112,", "supply\",23.6,"),
                ("energy.csv", "supply\",6.9475,", "supply\",125.055,"),
            ])),
        ),
        defect(
            "payload",
            liquid,
            edits([("transport.csv", "286.4,509,", &format!("286.4,{},", 200 + k))]),
            Some(edits([("transport.csv", "286.4,509,", "286.4,496,")])),
        ),
        defect(
            "trip-distance",
            liquid,
            edits([("transport.csv", copper, &format!("inbound,Copper cathode,342.18,t,{}.3,", 5800 + k))]),
            Some(edits([("transport.csv", copper, "inbound,Copper cathode,342.18,t,5000,")])),
        ),
        defect("year-distance", liquid, year_distances(silicon, k), nothing()),
        defect(
            "freight-intensity",
            liquid,
            edits([("factors.csv", "2024,0.0912,", &format!("2024,{}.12,", 3 + k % 20))]),
            Some(edits([("factors.csv", "2024,0.0912,", "2024,2,")])),
        ),
        defect(
            "factor-differs",
            liquid,
            edits([(
                "factors.csv",
                "",
                &format!("natural-gas,,,2{}.5,tCO2/万m3,combustion,,supplier,table 1,\n", 3 + k % 5),
            )]),
            nothing(),
        ),
        defect(
            "factor-differs",
            liquid,
            edits([
                ("factors.csv", "", "电力碳足迹,,,0.6025,kgCO2e/kWh,life-cycle,AR5,announcement,table 1,\n"),
                ("energy.csv", electricity, &electricity.replace("grid-electricity-life-cycle", "电力碳足迹")),
            ]),
            Some(edits([(
                "energy.csv",
                electricity,
                &electricity.replace("grid-electricity-life-cycle", "grid-electricity-life-cycle/CN/2023"),
            )])),
        ),
        defect(
            "factor-differs",
            liquid,
            edits([
                ("factors.csv", "", "grid-electricity,,,0.5306,kgCO2e/kWh,life-cycle,AR5,announcement,table 1,\n"),
                ("energy.csv", electricity, &electricity.replace("grid-electricity-life-cycle", "grid-electricity")),
            ]),
            nothing(),
        ),
        defect(
            "factor-claimed",
            liquid,
            edits([(
                "study.toml",
                "",
                "\n[claims.factors]\n\"grid-electricity-life-cycle/CN/2024\" = \"grid-electricity-life-cycle/CN/2023\"\n",
            )]),
            Some(edits([(
                "energy.csv",
                electricity,
                &electricity.replace("grid-electricity-life-cycle", "grid-electricity-life-cycle/CN/2023"),
            )])),
        ),
        defect(
            "gwp-claimed",
            liquid,
            edits([("study.toml", claims, "[claims]\ngwp = \"AR6\"\n")]),
            Some(edits([("study.toml", "\ngwp = \"AR5\"\n\n[claims]", "\ngwp = \"AR6\"\n\n[claims]")])),
        ),
        defect(
            "factor-outdated",
            liquid,
            edits([(
                "energy.csv",
                electricity,
                &electricity.replace("grid-electricity-life-cycle", "grid-electricity-life-cycle/CN/2023"),
            )]),
            nothing(),
        ),
        defect(
            "empty-return",
            liquid,
            edits([("study.toml", "returns = \"counted\"", "# returns = \"counted\"")]),
            Some(edits([
                ("transport.csv", ",286.4,509,", ",572.8,509,"),
                ("transport.csv", ",112281.6,", ",224563.2,"),
                ("transport.csv", ",5745.2,", ",11490.4,"),
                ("transport.csv", ",424.6,", ",849.2,"),
                ("transport.csv", ",32691.2,", ",65382.4,"),
            ])),
        ),
        defect(
            "gas-not-counted",
            liquid,
            edits([("study.toml", claims, &format!("{claims}gases = [\"SF6\"]\n"))]),
            None,
        ),
        defect("allocation-reason", ingot, without_reason(), None),
        defect(
            "allocation-claimed",
            ingot,
            edits([
                ("study.toml", claims, &format!("{claims}allocation = {{ \"按产量\" = \"economic\" }}\n")),
                ("products.csv", "规格,数据来源", "规格,数据来源,价格,币种"),
                (
                    "products.csv",
                    "ADC12,生产日报与成品磅单汇总",
                    &format!("ADC12,生产日报与成品磅单汇总,{},CNY", 15_000 + k),
                ),
                ("products.csv", "6063,生产日报与成品磅单汇总", "6063,生产日报与成品磅单汇总,21300,CNY"),
            ]),
            Some(edits([
                ("study.toml", "method = \"mass\"", "method = \"economic\""),
                ("products.csv", "规格,数据来源", "规格,数据来源,价格,币种"),
                (
                    "products.csv",
                    "ADC12,生产日报与成品磅单汇总",
                    &format!("ADC12,生产日报与成品磅单汇总,{},CNY", 15_000 + k),
                ),
                ("products.csv", "6063,生产日报与成品磅单汇总", "6063,生产日报与成品磅单汇总,21300,CNY"),
            ])),
        ),
        defect("duplicate-row", castings, repeated(castings, k), nothing()),
        defect("month-missing", castings, without_month(castings, k), Some(with_mean(castings, k))),
        defect("month-outlier", castings, with_month(castings, k, 8), Some(with_median(castings, k))),
        defect("shifted-column", "errors/shifted-column", Vec::new(), Some(moved_back())),
        defect(
            "estimated-data",
            liquid,
            edits([(
                "materials.csv",
                "Silicon works C,weighbridge tickets and stores ledger,measured",
                "Silicon works C,weighbridge tickets and stores ledger,estimated",
            )]),
            None,
        ),
        defect(
            "round-numbers",
            liquid,
            [("15862.47", "15900"), ("8431.65", "8400"), ("1087.36", "1100"), ("342.18", "300")]
                .iter()
                .flat_map(|(old, new)| {
                    let is_carried = *old != "15862.47";
                    let files: &[&str] =
                        if is_carried { &["materials.csv", "transport.csv"] } else { &["materials.csv"] };
                    files
                        .iter()
                        .map(|file| -> Edit {
                            let file = if *file == "materials.csv" { "materials.csv" } else { "transport.csv" };
                            (file, format!(",{old},t"), format!(",{new},t"))
                        })
                        .collect::<Vec<_>>()
                })
                .collect(),
            None,
        ),
        defect(
            "intensity",
            liquid,
            edits([("energy.csv", "Electricity,3146.28", &format!("Electricity,{}.8", 31_400 + k))]),
            None,
        ),
        defect(
            "unused-acceptance",
            liquid,
            edits([(
                "study.toml",
                audit,
                &format!("[audit.accept]\n\"yield\" = \"the furnace was rebuilt in {part} of the year\"\n\n{audit}"),
            )]),
            None,
        ),
    ]
}

/// The meters of B, one row lower, the first as the others stand to those of A.
fn moved_back() -> Vec<Edit> {
    let meters = ["Furnace", "Press 1", "Press 2", "Saw", "Mill", "Lights"];
    let (planted, meant) =
        (["6.15", "8.4", "4.05", "13.35", "1.8", "2.4"], ["18.45", "6.15", "8.4", "4.05", "13.35", "1.8"]);
    let row = |meter: &str, amount: &str| format!("{meter},B,{amount},");
    let rows = meters.iter().zip(planted.iter().zip(meant));
    rows.map(|(meter, (old, new))| -> Edit { ("energy.csv", row(meter, old), row(meter, new)) }).collect()
}

/// Silicon as it comes in a year: a load over its way, and the rest over the kilometres of all trips.
fn year_distances(silicon: &str, k: u32) -> Vec<Edit> {
    let payload = amount(&format!("{}.5", 25 + k % 10));
    let way = amount("934.5");
    let works =
        ",,,hired,\"Hired lorry, well-to-wheel\",,Silicon works C,weighbridge tickets and carrier invoices,calculated,";
    let row = |mass: Amount, km: Amount| format!("inbound,Silicon metal,{mass},t,{km},{works}\n");
    let year = |mass: &str| {
        let mass = amount(mass);
        row(mass, pertonne::amount::ratio(&[mass, way], &[payload]).unwrap().round(6))
    };
    let rows = row(amount("22.36"), way) + &year("500.5") + &year("564.5");
    vec![("transport.csv", format!("{silicon}{works}\n"), rows)]
}

fn without_reason() -> Vec<Edit> {
    let text = fs::read_to_string(fixture("clean-ingot").join("study.toml")).unwrap();
    let reason = text.lines().find(|line| line.starts_with("reason")).unwrap().to_owned();
    vec![("study.toml", reason, String::new())]
}

/// The rows of electricity by month, each with its amount.
fn electricity(study: &str) -> Vec<(String, Amount)> {
    let text = fs::read_to_string(fixture(study).join("energy.csv")).unwrap();
    let rows: Vec<(String, Amount)> = text
        .lines()
        .filter(|line| line.contains("grid-electricity-life-cycle"))
        .map(|line| (line.to_owned(), amount(line.split(',').nth(3).unwrap())))
        .collect();
    // Of several meters the first.
    let first = rows[0].0.split(',').nth(7).unwrap().to_owned();
    let rows: Vec<(String, Amount)> = rows.into_iter().filter(|(line, _)| line.contains(&first)).collect();
    assert_eq!(rows.len(), 12);
    rows
}

fn repeated(study: &str, k: u32) -> Vec<Edit> {
    let (row, _) = &electricity(study)[k as usize % 12];
    vec![("energy.csv", row.clone(), format!("{row}\n{row}"))]
}

fn without_month(study: &str, k: u32) -> Vec<Edit> {
    let (row, _) = &electricity(study)[k as usize % 12];
    vec![("energy.csv", format!("{row}\n"), String::new())]
}

/// A month with another amount.
fn with(study: &str, k: u32, amount: Amount) -> Vec<Edit> {
    let (row, own) = &electricity(study)[k as usize % 12];
    vec![("energy.csv", row.clone(), row.replacen(&format!(",{own},"), &format!(",{amount},"), 1))]
}

fn with_month(study: &str, k: u32, times: i64) -> Vec<Edit> {
    let (_, own) = electricity(study)[k as usize % 12];
    with(study, k, own.times(Amount::new(times, 0)).unwrap())
}

fn with_mean(study: &str, k: u32) -> Vec<Edit> {
    let rows = electricity(study);
    let others = rows.iter().enumerate().filter(|(place, _)| *place != k as usize % 12).map(|(_, (_, amount))| *amount);
    let sum = others.fold(Amount::ZERO, |sum, amount| sum.plus(amount).unwrap());
    with(study, k, pertonne::amount::ratio(&[sum], &[Amount::new(11, 0)]).unwrap().round(6))
}

fn with_median(study: &str, k: u32) -> Vec<Edit> {
    let rows = electricity(study);
    let mut others: Vec<Amount> = rows
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != k as usize % 12)
        .map(|(_, (_, amount))| *amount)
        .collect();
    others.sort_unstable();
    with(study, k, others[5])
}

/// Whether a planted defect is found, named by its code, and nothing else is; and whether its effect is the difference of the
/// two results.
fn holds(defect: &Defect) -> Result<(), String> {
    let Defect { code, study, planted, changed } = defect;
    let folder = copy_of(study);
    edit(&folder, planted);
    let audit = audited(&folder).map_err(|said| format!("{code}: {said}"))?;
    // A note is looked for among all; beside an error or a warning notes may stand.
    let is_note = Code::parse(code).is_ok_and(|code| code.severity() == Severity::Note);
    let found: Vec<&Finding> = if is_note { audit.standing().collect() } else { questions(&audit) };
    let [finding] = found.as_slice() else { return Err(format!("{code}: found {:?}", names(&found))) };
    if finding.code().as_str() != *code {
        return Err(format!("{code}: found {}", finding.name()));
    }
    let Some(changed) = changed else {
        return if finding.effect.is_none() { Ok(()) } else { Err(format!("{code}: it has an effect")) };
    };
    let Some(effect) = &finding.effect else { return Err(format!("{code}: it has no effect")) };
    let other = copy_of(study);
    edit(&other, changed);
    let expected = other.footprint();
    for ((own, before), after) in effect.products.iter().zip(&audit.footprint.products).zip(&expected.products) {
        let difference = after.emissions.minus(before.emissions).unwrap();
        if own.difference != difference || own.difference.is_zero() && effect.products.len() == 1 {
            return Err(format!("{code}: {} is stated, {difference} is the difference", own.difference));
        }
    }
    Ok(())
}

#[test]
fn the_study_of_each_code_raises_it_and_nothing_else() {
    for code in Code::ALL.iter().filter(|code| Command::of(**code) == Command::Audit) {
        let audit = audited(&copy_of(&format!("errors/{code}"))).unwrap();
        let found: Vec<Code> = audit.findings.iter().map(Finding::code).collect();
        assert!(!found.is_empty() && found.iter().all(|found| found == code), "{code}: {found:?}");
    }
}

#[test]
fn a_planted_defect_is_found_and_nothing_else_and_its_effect_is_the_difference_of_two_results() {
    let all = defects(7);
    let failures: Vec<String> = all.iter().filter_map(|defect| holds(defect).err()).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

/// A study with more rows than are kept apart: 1700 a month, none of which is another.
fn large(planted: impl Fn(&mut Vec<String>)) -> StudyFolder {
    let folder = copy_of("errors/trip-distance");
    edit(&folder, &edits([("transport.csv", ",12400,", ",124,")]));
    let row = |i: usize| {
        let (month, day) = (i % 12 + 1, i / 12 % 28 + 1);
        format!(
            "2024-{month:02}-{day:02},Electricity,{}.{:03},kWh,grid-electricity-life-cycle,meter",
            6 + i % 3,
            i % 997
        )
    };
    let mut rows: Vec<String> = (0..20_400).map(|i| format!("{} {i}", row(i))).collect();
    planted(&mut rows);
    let rows = rows.join("\n");
    folder.write("energy.csv", format!("date,item,quantity,unit,factor,source\n{rows}\n").as_bytes());
    folder
}

#[test]
fn what_is_wrong_in_a_file_of_many_rows_is_found_with_its_effect() {
    let clean = large(|_| {});
    assert_eq!(names(&questions(&audited(&clean).unwrap())), [""; 0]);
    let total = clean.footprint().products[0].emissions;
    let twice = large(|rows| rows.insert(5_000, rows[1_234].clone()));
    let audit = audited(&twice).unwrap();
    let found = questions(&audit);
    assert_eq!(names(&found), ["duplicate-row/energy.csv:5002"]);
    assert_eq!(found[0].effect.as_ref().unwrap().products[0].emissions, total);
    assert!(!audit.every_row);
    let gap = large(|rows| rows.retain(|row| !row.starts_with("2024-05")));
    assert_eq!(names(&questions(&audited(&gap).unwrap())), ["month-missing/Electricity/2024-05"]);
}

#[test]
fn monthly_files_are_one_series() {
    let folder = copy_of("clean-castings");
    let text = fs::read_to_string(folder.path().join("energy.csv")).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    fs::remove_file(folder.path().join("energy.csv")).unwrap();
    for month in 1..=12 {
        let rows: Vec<&str> = rows.lines().filter(|row| row.starts_with(&format!("2024-{month:02}"))).collect();
        let is_left_out = |row: &&&str| month == 9 && row.contains("grid-electricity");
        let rows: Vec<&str> = rows.iter().filter(|row| !is_left_out(row)).copied().collect();
        folder.write(&format!("energy/2024-{month:02}.csv"), format!("{header}\n{}\n", rows.join("\n")).as_bytes());
    }
    let found = audited(&folder).unwrap();
    let found = questions(&found);
    assert!(
        !found.is_empty() && found.iter().all(|finding| finding.code().as_str() == "month-missing"),
        "{:?}",
        names(&found)
    );
}

#[test]
fn an_answer_takes_a_finding_out_of_those_that_stand_and_is_shown() {
    let folder = copy_of("errors/year-distance");
    let (status, stdout) = run(&folder, &[]);
    assert_eq!(status, Some(1));
    assert!(stdout.contains("error[year-distance]"), "{stdout}");
    for name in ["year-distance", "year-distance/Aluminium ingot"] {
        let accepted = copy_of("errors/year-distance");
        edit(
            &accepted,
            &edits([("study.toml", "", &format!("\n[audit.accept]\n\"{name}\" = \"seen by the verifier\"\n"))]),
        );
        let (status, stdout) = run(&accepted, &[]);
        assert_eq!(status, Some(0), "{stdout}");
        assert!(stdout.contains("accepted: seen by the verifier"), "{stdout}");
        let (_, json) = run(&accepted, &["--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["schema"], "pertonne.audit/1");
        assert_eq!(json["findings"][0]["accepted"], "seen by the verifier");
        assert_eq!((&json["summary"]["accepted"], &json["passes"]), (&1.into(), &true.into()));
    }
    let blank = copy_of("errors/year-distance");
    edit(&blank, &edits([("study.toml", "", "\n[audit.accept]\nyear-distance = \"ok\"\n")]));
    assert_eq!(run(&blank, &[]).0, Some(1), "that is no reason");
}

#[test]
fn what_study_toml_tells_an_audit_is_held_against_the_study() {
    for (lines, code) in [
        ("[audit]\ninternal = [\"Silicn metal\"]\n", "unknown-item"),
        ("[audit.factors]\n\"Silicon metal\" = \"no such factor\"\n", "unknown-factor"),
        ("[audit.limits]\nroad-paylod = 30\n", "unknown-key"),
        ("[audit]\nsector = \"alumnium\"\n", "unknown-word"),
        ("[audit]\nreturns = \"maybe\"\n", "unknown-word"),
        ("[audit.limits]\nbalance-gap = 8\n", "wrong-type"),
        ("[audit.limits]\n\"road-fuel.low\" = 70\n", "wrong-type"),
    ] {
        let folder = copy_of("clean-liquid");
        let text = fs::read_to_string(folder.path().join("study.toml")).unwrap();
        let (head, _) = text.split_once("[audit]").unwrap();
        folder.write("study.toml", format!("{head}{lines}").as_bytes());
        let audited = audit(folder.path(), &Options::default()).unwrap();
        let codes: Vec<&str> = audited.diagnostics.shown().iter().map(|d| d.problem.code.as_str()).collect();
        assert_eq!((codes, audited.audit.is_some()), (vec![code], false), "{lines}");
    }
}

#[test]
fn a_limit_of_the_study_takes_the_place_of_the_documented_one() {
    let folder = copy_of("errors/trip-distance");
    edit(&folder, &edits([("study.toml", "", "\n[audit.limits]\nroad-trip = 15000\n")]));
    assert_eq!(names(&questions(&audited(&folder).unwrap())), [""; 0]);
}

#[test]
fn a_report_holds_the_findings_where_they_are_asked_for() {
    let arguments = |more: &[&'static str]| [&["report", "fixtures/errors/year-distance"], more].concat();
    let text = |more: &[&'static str]| {
        let output = pertonne().args(arguments(more)).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(!text(&["--format", "markdown"]).contains("year-distance"));
    let with = text(&["--format", "markdown", "--audit"]);
    let section = with.split_once("## Audit\n").unwrap().1;
    assert!(section.contains("year-distance/Aluminium ingot") && section.contains("-228.68"), "{section}");
    let json: serde_json::Value = serde_json::from_str(&text(&["--format", "json", "--audit"])).unwrap();
    assert!(json.to_string().contains("year-distance/Aluminium ingot"));
    let folder = StudyFolder::new(&[]);
    let written = |name: &str, more: &[&'static str]| {
        let path = folder.path().join(name);
        let status = pertonne().args(arguments(more)).arg("--force").arg("-o").arg(&path).status().unwrap();
        assert!(status.success());
        fs::read(&path).unwrap()
    };
    let page = String::from_utf8(written("a.html", &["--audit"])).unwrap();
    assert!(page.contains("<h2 id=\"audit\">") && page.contains("year-distance/Aluminium ingot"));
    // A sheet more: the names of the parts of a workbook stand in it as they are.
    let sheets = |book: &[u8]| {
        let parts = book.windows(19).filter(|part| *part == b"xl/worksheets/sheet");
        parts.count()
    };
    assert!(sheets(&written("b.xlsx", &["--audit"])) > sheets(&written("c.xlsx", &[])));
}

fn run(folder: &StudyFolder, more: &[&str]) -> (Option<i32>, String) {
    let output = pertonne().arg("audit").arg(folder.path()).args(more).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_planted_defect_of_any_size_is_found(k in 0..100_u32, which in any::<prop::sample::Index>()) {
        let all = defects(k);
        let found = holds(&all[which.index(all.len())]);
        prop_assert!(found.is_ok(), "{k}: {found:?}");
    }
}
