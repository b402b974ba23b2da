//! The workbook of a report: every result is a formula, and a spreadsheet gets from it what the program computes.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod office;

use std::path::Path;

use common::{STUDY, StudyFolder, amount, copy_of, fixture};
use office::{Cell, Sheet, Workbook, recalculated};
use pertonne::amount::Amount;
use pertonne::calculation::{Account, Options, account};
use pertonne::diagnostic::{Diagnostics, Style, render};
use pertonne::report::document::{self, Number, Report, RowKind};
use pertonne::report::workbook;
use pertonne::text::Language;
use pertonne::world::said;

/// A study in which rows are counted in every way, and shared in every way.
const EVERYTHING: [(&str, &str); 9] = [
    (
        "study.toml",
        "[study]\ntitle = \"=Every way\"\nplant = \"Bell\\u0007 & <Co>\"\nregion = \"CN-JS\"\nfrom = 2024-01-01\nto = 2024-12-31\n\
         [boundary]\nkind = \"cradle-to-grave\"\n[factors]\nrelease = \"2024.1\"\ngwp = \"AR6\"\n\
         [allocation]\ndefault = \"by-mass\"\n[allocation.by-mass]\nmethod = \"mass\"\n[allocation.by-revenue]\nmethod = \"economic\"\n\
         [allocation.stated]\nmethod = \"fixed\"\nshares = { Plate = 3, Wheel = 2, \"=Rod\" = 2 }\nreason = \"+agreed\"\n",
    ),
    (
        "products.csv",
        "product,output,unit,sold,piece_mass,piece_mass_unit,price,currency\n\
         Plate,1200.5,t,1100,,,18000,CNY\nWheel,3.5,万件,,13.77,kg,4125000,CNY\n=Rod,800001,kg,,,,21.5,CNY\n",
    ),
    (
        "factors.csv",
        "activity,value,ncv,carbon_content,oxidation,unit,boundary,source\n\
         Steam,0.11,,,,kgCO2e/kWh,generation,\nAlloy,9.87,,,,kgCO2e/lb,,=HYPERLINK(A1)\nSewage,0.25,,,,tCH4/tCOD,direct,\n\
         Slurry,7,,,,gN2O/kg,direct,\nRoad,0.08017,,,,kgCO2e/t·km,,\nHeavy oil,,43.33,0.0202,0.98,tCO2/t,combustion,\n\
         Petrol by volume,2.3,,,,kgCO2/L,combustion,\nRecycled,0,,,,tCO2/t,,\n",
    ),
    (
        "materials.csv",
        "item,product,allocation,quantity,unit,factor,excluded,note\n\
         Alloy,Plate,,1500,t,,,\nAlloy,Plate,,-12.5,t,,,@returned\nAlloy,Wheel;=Rod,,300000,kg,,,\n-Recycled,,stated,77,t,Recycled,,\n\
         \"=1+1\",Plate;=Rod,by-revenue,3,t,Alloy,,\"+cmd|' /C calc'!A0\"\nPallets,Wheel,,5,t,Alloy,@packaging is outside,\n",
    ),
    (
        "energy.csv",
        "item,product,allocation,quantity,unit,factor\nSteam,,,1000.1,GJ,Steam\nSteam,Wheel,,77,万kWh,Steam\nSteam,,by-revenue,123456,kcal,Steam\n\
         Oil,,stated,12.345,t,Heavy oil\n_x0041_,Plate;Wheel,stated,1,t,Heavy oil\n",
    ),
    (
        "vehicles.csv",
        "vehicle,fuel,consumption,consumption_unit,density,fuel_used,fuel_unit,distance,distance_unit\n\
         10 t,Heavy oil,18.3,L/100km,0.835,,,,\nFleet,Heavy oil,,,,802.1,t,408140.5,mile\nVan,Petrol by volume,9.1,kg/100km,0.737,,,,\n",
    ),
    (
        "transport.csv",
        "leg,item,product,mass,mass_unit,distance,distance_unit,trips,vehicle,vehicle_distance,fuel,fuel_quantity,fuel_unit,factor\n\
         inbound,Alloy,,1500,t,180,km,,,,,,,Road\ninbound,Alloy,Wheel,300000,lb,77,mile,,,,,,,Road\n\
         inbound,Scrap,,,,10,km,878,10 t,,,,,\noutbound,Plate,Plate,,,,万km,,Fleet,1.2345,,,,\n\
         internal,Lift,,,,,,,,,Heavy oil,44.2,t,\ninternal,Vans,Plate;=Rod,,,,mile,,Van,333,,,,\n\
         outbound,Rods,=Rod,,,,,,,,Petrol by volume,1.5,m3,\n",
    ),
    ("waste.csv", "item,quantity,unit,factor,quality\nSewage,2.4743,tCOD,Sewage,measured\nSlurry,3,t,Slurry,\n"),
    ("fugitives.csv", "item,gas,quantity,unit\nChillers,R410A,66.2,kg\nSwitches,SF6,0.00003,t\n"),
];

fn built(folder: &Path) -> (Account, Report) {
    let mut diagnostics = Diagnostics::default();
    let options = Options { hash: true, ..Options::default() };
    let account = account(folder, &options, &mut diagnostics).unwrap().unwrap_or_else(|| {
        panic!("{}", render(&diagnostics, Style { language: Language::En, colour: false, width: 100 }))
    });
    let report = Report::new(&account).unwrap();
    (account, report)
}

fn written(folder: &Path, language: Language) -> Workbook {
    let (account, report) = built(folder);
    Workbook::read(&workbook(&account, &report, language).unwrap())
}

fn everything() -> StudyFolder {
    StudyFolder::new(&EVERYTHING)
}

/// A study with so many rows that those with the same texts lie together, without single numbers.
fn many_rows() -> StudyFolder {
    let folder = everything();
    let (_, transport) = EVERYTHING.into_iter().find(|(name, _)| *name == "transport.csv").unwrap();
    let mut transport = transport.to_owned();
    transport.extend((1..1200).map(|row| {
        format!("inbound,Ore,,{row}.5,t,{row},mile,,,,,,,Road\ninbound,Coke,Plate,,,{row},mile,{row},10 t,,,,,\n")
    }));
    folder.write("transport.csv", transport.as_bytes());
    folder
}

/// Whether two numbers are the same but for 10⁻⁹ of them, or 10⁻¹⁵ where they are next to nothing.
#[expect(clippy::float_arithmetic, reason = "what a spreadsheet computes is a float")]
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-15 + 1e-9 * one.abs().max(other.abs())
}

fn float(cell: &Cell) -> f64 {
    cell.value.parse().unwrap_or(f64::NAN)
}

fn formulas(sheet: &Sheet) -> impl Iterator<Item = (&(u32, u32), &Cell)> {
    sheet.cells.iter().filter(|(_, cell)| cell.formula.is_some())
}

#[test]
fn libreoffice_gets_the_program_s_value_from_every_formula() {
    let fixtures = [
        ("kunshan-2024", Language::Zh),
        ("gongyi-2024", Language::Zh),
        ("dicastal-2023", Language::En),
        ("starter-en", Language::En),
        ("starter-zh", Language::Zh),
        ("rated-factors", Language::En),
    ];
    let (everything, many_rows) = (everything(), many_rows());
    let mut books: Vec<(String, Workbook)> = Vec::new();
    for (name, language) in fixtures {
        books.push((name.to_owned(), written(&fixture(name), language)));
    }
    books.push(("everything".to_owned(), written(everything.path(), Language::En)));
    books.push(("many rows".to_owned(), written(many_rows.path(), Language::Zh)));

    let workbooks: Vec<Workbook> = books.iter().map(|(_, workbook)| workbook.clone()).collect();
    let Some(computed) = recalculated(&workbooks) else { return };
    for ((name, ours), theirs) in books.iter().zip(computed) {
        let theirs = theirs.sheets();
        let mut compared = 0;
        for sheet in ours.sheets() {
            let same_sheet = theirs.iter().find(|other| other.name == sheet.name).unwrap();
            for (place, cell) in formulas(&sheet) {
                let computed = &same_sheet.cells[place];
                let at = format!("{name}, {} {place:?}: {cell:?} is {computed:?}", sheet.name);
                assert!(computed.formula.is_some() && computed.is_number, "{at}");
                assert!(same(float(cell), float(computed)), "{at}");
                compared += 1;
            }
        }
        assert!(compared > 20, "{name}: {compared} formulas");
    }
}

/// The footprint of each product in a summary, by its name.
fn footprints(workbook: &Workbook) -> Vec<(String, Cell)> {
    let sheet = workbook.sheet("汇总");
    let totals = sheet.cells.iter().filter(|((_, column), cell)| *column == 2 && cell.value == "合计");
    let footprint = |((row, _), _): (&(u32, u32), &Cell)| {
        Some((sheet.cells[&(*row, 1)].value.clone(), sheet.cells.get(&(*row, 5))?.clone()))
    };
    totals.filter_map(footprint).collect()
}

#[test]
fn a_number_that_is_changed_in_the_workbook_changes_the_footprints_as_it_would_in_the_study() {
    const GAS: &str = "7675265.9994";
    let doubled = |file: &str, old: &str, new: &str| {
        let study = copy_of("kunshan-2024");
        let text = std::fs::read_to_string(study.path().join(file)).unwrap();
        assert!(text.contains(old), "{file}: {old}");
        study.write(file, text.replacen(old, new, 1).as_bytes());
        footprints(&written(study.path(), Language::Zh))
    };
    let book = written(&fixture("kunshan-2024"), Language::Zh);
    let change = |name: &str, row: (&str, &str), column: &str, number: &str| {
        let sheet = book.sheet(name);
        let place = (sheet.row(sheet.column(row.0), row.1), sheet.column(column));
        book.clone().with(&sheet, place, number)
    };
    let changed = [
        change("活动数据", ("项目", "天然气"), "数量", "15350531.9988"),
        change("排放因子", ("排放因子", "天然气"), "因子值", "0.0044"),
        change("分配", ("产品", "铝锭"), "权重", "98"),
    ];
    let expected = [
        doubled("energy.csv", GAS, "15350531.9988"),
        doubled("factors.csv", "0.0022", "0.0044"),
        doubled("study.toml", "\"铝锭\" = 49", "\"铝锭\" = 98"),
    ];
    let Some(computed) = recalculated(&changed) else { return };
    let before = footprints(&book);
    for (expected, computed) in expected.iter().zip(computed) {
        let computed = footprints(&computed);
        assert_eq!(expected.len(), 2);
        assert_eq!(computed.len(), 2);
        for (((product, expected), (other, computed)), (_, before)) in expected.iter().zip(&computed).zip(&before) {
            assert_eq!(product, other);
            assert!(same(float(expected), float(computed)), "{product}: {expected:?} is {computed:?}");
            assert!(!same(float(before), float(computed)), "{product} is as before");
        }
    }
}

#[test]
fn the_summary_holds_the_digits_of_the_footprint() {
    let (account, report) = built(&fixture("kunshan-2024"));
    let book = Workbook::read(&workbook(&account, &report, Language::Zh).unwrap());
    let expected = &account.evaluation.footprint.products;
    let shown = footprints(&book);
    assert_eq!(shown.len(), expected.len());
    for ((product, cell), expected) in shown.iter().zip(expected) {
        assert_eq!((product, &cell.value), (&expected.product, &expected.per_unit.to_string()));
    }
    let summary = book.sheet("汇总");
    for emissions in expected.iter().flat_map(|product| &product.stages).map(|stage| stage.emissions.to_string()) {
        assert!(summary.cells.iter().any(|((_, column), cell)| *column == 3 && cell.value == emissions));
    }
}

#[test]
fn all_emissions_are_formulas_and_none_is_an_error() {
    let (folder, many_rows) = (everything(), many_rows());
    let (account, _) = built(many_rows.path());
    let mut parts = account.evaluation.entries.iter().flat_map(|entry| &entry.parts);
    assert!(parts.any(|part| part.numbers.is_empty()), "each row has its numbers");
    for book in [written(folder.path(), Language::En), written(many_rows.path(), Language::En)] {
        let activities = book.sheet("Activity data");
        let (item, emissions) = (activities.column("Item"), activities.column("Total emissions (t CO2e)"));
        let lines = activities.cells.keys().filter(|(row, column)| *row > 3 && *column == item);
        for (row, _) in lines {
            let cell = &activities.cells[&(*row, emissions)];
            assert!(cell.formula.is_some() && cell.is_number, "row {row}: {cell:?}");
        }
        for sheet in book.sheets() {
            for (place, cell) in &sheet.cells {
                assert!(!cell.is_error, "{} {place:?}: {cell:?}", sheet.name);
            }
            for (place, cell) in formulas(&sheet) {
                assert!(cell.is_number && cell.value.parse::<f64>().is_ok(), "{} {place:?}: {cell:?}", sheet.name);
            }
        }
    }
}

#[test]
fn what_factors_say_of_their_quality_stands_in_their_sheet_and_what_follows_in_sheets_of_its_own() {
    let book = written(&fixture("rated-factors"), Language::En);
    let (factors, ratings, uncertainty) =
        (book.sheet("Factors"), book.sheet("Ratings of the factors"), book.sheet("Uncertainty"));
    let cell = |sheet: &Sheet, line: (u32, &str), header: &str| {
        let cell = sheet.cells.get(&(sheet.row(line.0, line.1), sheet.column(header)));
        cell.map(|cell| (cell.value.clone(), cell.is_number))
    };
    let number = |text: &str| Some((text.to_owned(), true));
    let name = factors.column("Factor");
    assert_eq!(cell(&factors, (name, "Secondary aluminium"), "Uncertainty (± %, 95 %)"), number("8"));
    assert_eq!(cell(&factors, (name, "Secondary aluminium"), "Geometric standard deviation"), None);
    assert_eq!(cell(&factors, (name, "Road freight"), "Geometric standard deviation"), number("1.25"));
    assert_eq!(cell(&factors, (name, "Road freight"), "Technology rating"), number("3"));
    let lines = |sheet: &Sheet, header: &str| {
        let column = sheet.column(header);
        sheet.cells.iter().filter(|((_, at), cell)| *at == column && cell.is_number).count()
    };
    // Three ratings of each product, and its emissions and its footprint.
    assert_eq!((lines(&ratings, "Mean rating"), lines(&uncertainty, "Low")), (6, 4));
    let without = written(&fixture("starter-en"), Language::En);
    assert!(
        without.sheets().iter().all(|sheet| !["Ratings of the factors", "Uncertainty"].contains(&sheet.name.as_str()))
    );
    assert!(without.sheet("Factors").cells.values().all(|cell| !cell.value.contains("Technology rating")));
}

#[test]
fn texts_of_the_study_are_texts_whatever_they_begin_with() {
    let folder = everything();
    let book = written(folder.path(), Language::En);
    let all: Vec<Cell> = book.sheets().into_iter().flat_map(|sheet| sheet.cells.into_values()).collect();
    for text in [
        "=Every way",
        "=Rod",
        "=1+1",
        "-Recycled",
        "@returned",
        "+cmd|' /C calc'!A0",
        "+agreed",
        "=HYPERLINK(A1)",
        "@packaging is outside",
    ] {
        let mut found = all.iter().filter(|cell| cell.value == text).peekable();
        assert!(found.peek().is_some(), "{text}");
        assert!(found.all(|cell| cell.formula.is_none() && !cell.is_number), "{text}");
    }
    assert!(all.iter().filter_map(|cell| cell.formula.as_ref()).all(|formula| !formula.contains("cmd")));
    // What a file calls `_x0041_` is no A, and a bell is seen and not heard.
    assert!(all.iter().any(|cell| cell.value == "_x005F_x0041_"));
    assert!(all.iter().any(|cell| cell.value == "Bell\u{FFFD} & <Co>"));
}

#[test]
fn a_text_that_is_longer_than_a_cell_is_cut_and_says_so() {
    let folder = everything();
    let long = "长𝄞".repeat(12_000);
    folder.write("waste.csv", format!("item,quantity,unit,factor,note\nSewage,2,tCOD,Sewage,{long}\n").as_bytes());
    let activities = written(folder.path(), Language::En).sheet("Activity data");
    let note = activities.cells.values().find(|cell| cell.value.starts_with("长𝄞")).unwrap();
    assert!(note.value.ends_with('…'));
    assert!((32_765..=32_767).contains(&note.value.encode_utf16().count()));
}

#[test]
fn the_same_report_gives_the_same_bytes_and_no_clock_is_in_them() {
    let folder = everything();
    let write = || {
        let (account, report) = built(folder.path());
        workbook(&account, &report, Language::Zh).unwrap()
    };
    let bytes = write();
    assert_eq!(bytes, write());
    let book = Workbook::read(&bytes);
    let properties = book.part("docProps/core.xml");
    assert!(properties.contains("<dc:creator>pertonne</dc:creator>"), "{properties}");
    assert_eq!(properties.matches("2024-12-31T00:00:00Z").count(), 2, "{properties}");
    assert!(properties.contains(&format!("pertonne {}", env!("CARGO_PKG_VERSION"))), "{properties}");
}

#[test]
fn more_lines_than_a_sheet_holds_are_refused_with_a_way_out() {
    let (account, mut report) = built(&fixture("starter-en"));
    let inputs = report.tables.iter_mut().find(|table| table.name == "inputs").unwrap();
    let blank = document::Row { kind: RowKind::Plain, cells: Vec::new(), entry: None };
    inputs.rows.resize(1_048_576, blank);
    let one = document::Cell::Number(Number { amount: Amount::ONE, places: 0 });
    inputs.rows.last_mut().unwrap().cells = vec![one];
    for (language, words) in [(Language::En, "as CSV"), (Language::Zh, "CSV 格式")] {
        let error = workbook(&account, &report, language).unwrap_err();
        assert!(said(&error, language).contains(words), "{error}");
    }
}

#[test]
fn a_study_without_activity_data_has_a_workbook() {
    let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", "product,output,unit\nA,100,t\n")]);
    let book = written(folder.path(), Language::Zh);
    assert_eq!(amount(&footprints(&book)[0].1.value), Amount::ZERO);
}
