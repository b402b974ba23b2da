//! Laws that hold for every study, as property tests on studies made at random.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write as _;

use common::{StudyFolder, amount};
use pertonne::amount::{Amount, Estimate, ratio, share_out};
use pertonne::calculation::{Options, calculate};
use pertonne::check::check;
use pertonne::diagnostic::{Diagnostics, Style, render};
use pertonne::footprint::{Footprint, ProductFootprint};
use pertonne::report::json;
use pertonne::source::{Block, Blocks, Cut, Delimiter, Records};
use pertonne::table::Reading;
use pertonne::target::plan;
use pertonne::text::Language;
use pertonne::trace::{Filter, Rows, Trace, TracedRow};
use pertonne::unit::{Quantity, UNITS, Unit};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A decimal with up to four decimals, as a text.
fn decimal() -> impl Strategy<Value = String> {
    (0u64..10_000_000, 0u32..5).prop_map(|(mantissa, scale)| {
        let text = format!("{mantissa:05}");
        let point = text.len() - scale as usize;
        if scale == 0 { text } else { format!("{}.{}", &text[..point], &text[point..]) }
    })
}

/// A row of one of the activity files, without the line break.
#[derive(Clone, Debug)]
enum Line {
    Material(String),
    Energy(String),
    Transport(String),
    Fugitive(String),
}

fn line() -> impl Strategy<Value = Line> {
    let product = select(vec!["", "A", "B", "A;C", "A;B;C"]);
    let material =
        (select(vec!["Copper", "\"Copper, \"\"old\"\"\""]), product.clone(), decimal(), select(vec!["t", "kg"]))
            .prop_map(|(item, product, quantity, unit)| Line::Material(format!("{item},{product},{quantity},{unit},")));
    let excluded = decimal().prop_map(|quantity| Line::Material(format!("Pallets,,{quantity},t,not ours")));
    let energy = (select(vec!["电力", "天然气"]), product.clone(), decimal()).prop_map(|(item, product, quantity)| {
        let unit = if item == "电力" { "MWh" } else { "m3" };
        Line::Energy(format!("{item},{product},{quantity},{unit},2024-06-30"))
    });
    let freight = (product.clone(), decimal(), decimal()).prop_map(|(product, mass, distance)| {
        Line::Transport(format!("inbound,Copper,{product},{mass},kg,{distance},,,,,,Freight"))
    });
    let fuel = (product.clone(), decimal())
        .prop_map(|(product, fuel)| Line::Transport(format!("internal,Forklift,{product},,,,,,diesel,{fuel},t,")));
    let vehicle = (product.clone(), decimal(), 1u32..400).prop_map(|(product, distance, trips)| {
        Line::Transport(format!("outbound,Goods,{product},,,{distance},{trips},Lorry,,,,"))
    });
    let fugitive = (select(vec!["R22", "HFC-32", "R410A"]), product, decimal())
        .prop_map(|(gas, product, quantity)| Line::Fugitive(format!("Cooling,{gas},{product},{quantity},kg")));
    prop_oneof![material, excluded, energy, freight, fuel, vehicle, fugitive]
}

/// Every two units of one dimension.
fn pairs_of_units() -> Vec<(Unit, Unit)> {
    let units = || UNITS.iter().map(|(symbol, ..)| Unit::parse(symbol).unwrap());
    units()
        .flat_map(|from| units().map(move |to| (from.clone(), to)))
        .filter(|(from, to)| from.converts_to(to))
        .collect()
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        (0u32..1000, 0u32..1000, 1u32..1000)
            .prop_map(|(a, b, c)| { format!("method = \"fixed\"\nshares = {{ A = {a}, B = {b}.5, C = {c} }}\n") }),
        Just("method = \"mass\"\n".to_owned()),
        Just("method = \"economic\"\n".to_owned()),
    ]
}

/// A study of three products with these rows.
fn study(lines: &[Line], key: &str) -> StudyFolder {
    let head = format!("{}\n[allocation]\ndefault = \"key\"\n\n[allocation.key]\n{key}", common::STUDY);
    let mut files = [
        ("materials.csv", "item,product,quantity,unit,excluded\n".to_owned()),
        ("energy.csv", "item,product,quantity,unit,date\n".to_owned()),
        (
            "transport.csv",
            "leg,item,product,mass,mass_unit,distance,trips,vehicle,fuel,fuel_quantity,fuel_unit,factor\n".to_owned(),
        ),
        ("fugitives.csv", "item,gas,product,quantity,unit\n".to_owned()),
    ];
    for line in lines {
        let (index, text) = match line {
            Line::Material(text) => (0, text),
            Line::Energy(text) => (1, text),
            Line::Transport(text) => (2, text),
            Line::Fugitive(text) => (3, text),
        };
        writeln!(files[index].1, "{text}").unwrap();
    }
    let folder = StudyFolder::new(&[
        ("study.toml", &head),
        (
            "products.csv",
            "product,output,unit,piece_mass,piece_mass_unit,price,currency\n\
             A,38541,t,,,19000,CNY\nB,41180,kg,,,20.5,CNY\nC,1200,piece,13.77,kg,310,CNY\n",
        ),
        (
            "factors.csv",
            "activity,aliases,value,unit,ncv,carbon_content,oxidation\n\
             Copper,\"Copper, \"\"old\"\"\",4.1,tCO2e/t,,,\nFreight,,0.08017,kgCO2e/t·km,,,\n\
             diesel,,,tCO2/t,43.33,0.0202,0.98\n\
             \"ELEKTRIZITÄT，全厂用电（含生产与生活、办公）\",,0.5,tCO2/MWh,,,\n",
        ),
        ("vehicles.csv", "vehicle,fuel,fuel_used,fuel_unit,distance,density\nLorry,diesel,41700,L,131071.3,0.84\n"),
    ]);
    for (name, text) in files {
        folder.write(name, text.as_bytes());
    }
    folder
}

fn footprint(lines: &[Line], key: &str) -> Footprint {
    study(lines, key).footprint()
}

fn total(amounts: impl IntoIterator<Item = Amount>) -> Amount {
    amounts.into_iter().fold(Amount::ZERO, |sum, amount| sum.plus(amount).unwrap())
}

/// All emissions and activities of a footprint by what they are of, without the places of rows.
fn amounts(footprint: &Footprint) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for product in &footprint.products {
        all.push(format!("{} {} {}", product.product, product.emissions, product.per_unit));
        let mut parts: Vec<String> = product
            .contributions
            .iter()
            .map(|c| format!("{:?} {} {} {} {} {}", c.stage, c.file, c.item, c.factor, c.activity.amount, c.emissions))
            .collect();
        parts.sort();
        all.extend(parts);
    }
    all
}

/// A cell: mostly a plain one, now and then one as exports have them too or, where `faulty`, as they should not be.
fn cell(
    plain: &[&'static str],
    odd: &[&'static str],
    wrong: &[&'static str],
    faulty: bool,
) -> impl Strategy<Value = &'static str> + use<> {
    let rare = if faulty { [odd, wrong].concat() } else { odd.to_vec() };
    prop_oneof![9 => select(plain.to_vec()), 1 => select(rare)]
}

/// A row of energy.csv with a running number in front, in a file with this delimiter.
fn odd_row(delimiter: Delimiter, faulty: bool, order: Vec<usize>) -> impl Strategy<Value = Vec<u8>> {
    let odd_items = ["  电力 ", "小计", "ELEKTRIZITÄT，全厂用电（含生产与生活、办公）"];
    let odd_numbers = ["-1", "1e2", "1,234.5", "１２", "1234567.25", "7-"];
    let wrong_numbers =
        ["", "1,234", "x", "99%", "1.2.3", ".", "123456789012345678.25", "1234567890123456789012345678901"];
    let row = (
        cell(&["1", "27", ""], &["W"], &["\u{0}", "合计", "Total"], faulty),
        cell(
            &["2024-06-30", "2024-07-01", "2024/7/1"],
            &["", "20240102", "2024年3月5日", "—", "2024-01-05 10:00"],
            &["2025-01-01", "5.1.2024"],
            faulty,
        ),
        cell(&["电力", "Copper"], &odd_items, &["", "/", "电", "电力小计"], faulty),
        cell(&["A", "B"], &["A;C", "/", "-", ""], &["Z", "say \"A\"", "B\nC"], faulty),
        cell(&["1", "12.5", "3.25", "1000.125", "0"], &odd_numbers, &wrong_numbers, faulty),
        cell(&["MWh", "t"], &["兆瓦时", "ＭＷｈ", "吨"], &["", "m3", "zzz"], faulty),
        cell(&["", "ok", "注"], &["a,b;c\td", "line\nbreak", "Total"], &["\u{0}", "3\" pipe"], faulty),
        (any::<u8>(), any::<u8>()),
    );
    row.prop_map(move |(number, date, item, product, quantity, unit, note, (quoting, slip))| {
        let mark = char::from(delimiter.byte());
        let quote = |(index, field): (usize, &&str)| {
            let must = field.contains(['"', mark, '\n']);
            if must || quoting == 7 || (quoting > 250 && index == 4) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                (*field).to_owned()
            }
        };
        let fields = [number, date, item, product, quantity, unit, note];
        // What does not fit the item would be wrong.
        let fields = match (item, unit) {
            ("Copper", "MWh" | "兆瓦时" | "ＭＷｈ") if !faulty => {
                fields.map(|field| if field == unit { "t" } else { field })
            }
            ("Copper", _) => fields,
            (_, "t" | "吨") if !faulty => fields.map(|field| if field == unit { "MWh" } else { field }),
            _ => fields,
        };
        let fields: Vec<&str> = order.iter().map(|index| fields[*index]).collect();
        let mut row = fields.iter().enumerate().map(quote).collect::<Vec<_>>().join(&mark.to_string()).into_bytes();
        match slip {
            _ if !faulty => {}
            0 => row.extend_from_slice(b"\xFF\xFE"),
            1 => row.push(b'"'),
            2 => row.push(delimiter.byte()),
            3 => row.insert(0, b'"'),
            _ => {}
        }
        row.extend_from_slice(if quoting % 2 == 0 { b"\n" } else { b"\r\n" });
        row
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_traced_rows_add_up_to_the_result_and_none_is_left_out(lines in vec(line(), 1..40), key in key()) {
        struct Parts(Vec<Vec<Amount>>, Vec<Amount>);
        impl Rows for Parts {
            fn row(&mut self, row: &TracedRow<'_>) -> std::io::Result<()> {
                for (share, part) in row.origin.products.iter().zip(row.parts) {
                    self.0[share.index].push(*part);
                }
                // The whole row is what its products get of it.
                self.1.push(total(row.parts.iter().copied()).minus(row.emissions).unwrap());
                Ok(())
            }
        }
        let folder = study(&lines, &key);
        let options = Options::default();
        let mut diagnostics = Diagnostics::default();
        let trace = Trace::read(folder.path(), &options, &mut diagnostics).unwrap();
        let trace = trace.unwrap_or_else(|| panic!("{diagnostics:?}"));
        let selection = trace.select(&Filter::default()).unwrap();
        let mut parts = Parts(vec![Vec::new(); 3], Vec::new());
        let traced = trace.rows(&selection, &options, &mut parts, &mut diagnostics).unwrap().unwrap();
        prop_assert_eq!(traced.rows, trace.footprint().rows.used);
        prop_assert!(parts.1.iter().all(|rest| rest.is_zero()));
        for (product, parts) in trace.footprint().products.iter().zip(parts.0) {
            prop_assert_eq!(total(parts), product.emissions);
        }
    }

    #[test]
    fn parts_add_up_to_the_whole_whatever_the_weights(
        whole in (0i64..i64::MAX, 0u32..18),
        weights in vec((0i64..1_000_000_000, 0u32..9), 1..12),
    ) {
        let whole = Amount::new(whole.0, whole.1);
        let weights: Vec<Amount> = weights.into_iter().map(|(mantissa, scale)| Amount::new(mantissa, scale)).collect();
        prop_assume!(weights.iter().any(|weight| !weight.is_zero()));
        let parts = share_out(whole, &weights).unwrap();
        prop_assert_eq!(total(parts.iter().copied()), whole);
        for (part, weight) in parts.iter().zip(&weights) {
            prop_assert!(!weight.is_zero() || part.is_zero());
        }
    }

    #[test]
    fn stages_and_scopes_add_up_to_the_product_and_shares_to_one(lines in vec(line(), 0..12), key in key()) {
        let footprint = footprint(&lines, &key);
        for product in &footprint.products {
            prop_assert_eq!(total(product.stages.iter().map(|s| s.emissions)), product.emissions);
            prop_assert_eq!(total(product.scopes.iter().map(|s| s.emissions)), product.emissions);
            prop_assert_eq!(total(product.contributions.iter().map(|c| c.emissions)), product.emissions);
            if !product.emissions.is_zero() {
                prop_assert_eq!(total(product.stages.iter().filter_map(|s| s.share)), Amount::ONE);
                prop_assert_eq!(total(product.stages.iter().map(|s| s.per_unit)), product.per_unit);
            }
        }
        prop_assert_eq!(footprint.rows.read, footprint.rows.used + footprint.rows.excluded);
        prop_assert_eq!(footprint.rows.read, lines.len() as u64);
    }

    #[test]
    fn the_same_rows_give_the_same_whole_under_every_allocation_key(
        lines in vec(line(), 1..12), one in key(), other in key(),
    ) {
        let whole = |footprint: &Footprint| total(footprint.products.iter().map(|product| product.emissions));
        prop_assert_eq!(whole(&footprint(&lines, &one)), whole(&footprint(&lines, &other)));
    }

    #[test]
    fn the_order_of_rows_changes_no_digit(
        (lines, shuffled) in vec(line(), 0..16).prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
        key in key(),
    ) {
        prop_assert_eq!(amounts(&footprint(&lines, &key)), amounts(&footprint(&shuffled, &key)));
    }

    #[test]
    fn chunk_cuts_and_workers_change_nothing_at_all(
        lines in vec(line(), 0..24), key in key(), block_size in 1usize..200, workers in 1usize..5,
    ) {
        let folder = study(&lines, &key);
        let whole = calculate(folder.path(), &Options::default()).unwrap();
        let options = Options { reading: Reading { block_size, workers, ..Reading::default() }, ..Options::default() };
        let cut = calculate(folder.path(), &options).unwrap();
        let show = |footprint: Option<Footprint>| {
            json(&footprint.unwrap(), &Diagnostics::default(), Language::En).unwrap()
        };
        prop_assert_eq!(show(whole.footprint), show(cut.footprint));
    }

    #[test]
    fn the_quick_path_the_careful_one_every_cut_and_number_of_workers_say_the_same(
        (delimiter, faulty, order, rows) in
            (select(Delimiter::ALL.to_vec()), prop::bool::weighted(0.3), Just((0..7).collect::<Vec<usize>>()).prop_shuffle())
                .prop_flat_map(|(delimiter, faulty, order)| {
                    let rows = vec(odd_row(delimiter, faulty, order.clone()), 0..60);
                    (Just(delimiter), Just(faulty), Just(order), rows)
                }),
        block_size in 1usize..2_000, workers in 1usize..5, last in any::<bool>(),
    ) {
        let mark = char::from(delimiter.byte()).to_string();
        let headers = ["no", "date", "item", "product", "quantity", "unit", "note"];
        let mut bytes = order.iter().map(|index| headers[*index]).collect::<Vec<_>>().join(&mark).into_bytes();
        bytes.push(b'\n');
        bytes.extend(rows.concat());
        if last {
            bytes.pop();
        }
        let folder = study(&[], "method = \"mass\"\n");
        folder.write("energy.csv", &bytes);
        let said = |study: &str, reading: Reading| {
            folder.write("study.toml", study.as_bytes());
            let calculation = calculate(folder.path(), &Options { reading, ..Options::default() }).unwrap();
            let style = Style { language: Language::En, colour: false, width: 100 };
            let footprint = calculation.footprint;
            let footprint = footprint.map(|footprint| json(&footprint, &Diagnostics::default(), Language::En).unwrap());
            (footprint, render(&calculation.diagnostics, style))
        };
        let head = std::fs::read_to_string(folder.path().join("study.toml")).unwrap();
        let decimal = if delimiter == Delimiter::Semicolon { "decimal = \".\"\n" } else { "" };
        let study = format!("{head}\n[files.energy]\nignore = [\"no\"]\n{decimal}");
        let whole = said(&study, Reading::default());
        // Reversals may outweigh what they reverse, and a note may be the first cell of its row and a word for a total.
        let refused = ["negative-total", "uncertain-total"].iter().any(|code| whole.1.contains(code));
        prop_assert!(faulty || refused || whole.0.is_some(), "{}", whole.1);
        prop_assert_eq!(&whole, &said(&study, Reading { block_size, workers, ..Reading::default() }));
        // Rows that take cells from above are read one by one, each with care.
        let careful = format!("{study}fill_down = [\"source\"]\n");
        prop_assert_eq!(&whole, &said(&careful, Reading { block_size, workers, ..Reading::default() }));
    }

    #[test]
    fn twice_the_activity_is_twice_the_footprint(lines in vec(line(), 1..12), key in key()) {
        let once = footprint(&lines, &key);
        let twice: Vec<Line> = lines.iter().chain(&lines).cloned().collect();
        let twice = footprint(&twice, &key);
        let tolerance = amount("0.0000000000000001");
        for (once, twice) in once.products.iter().zip(&twice.products) {
            // A quotient that does not end is rounded at 18 decimals, once for each contribution.
            let difference = twice.emissions.minus(once.emissions.plus(once.emissions).unwrap()).unwrap();
            prop_assert!(difference < tolerance && Amount::ZERO.minus(difference).unwrap() < tolerance);
        }
    }

    #[test]
    fn units_convert_there_and_back(text in decimal(), (from, to) in select(pairs_of_units())) {
        let there = Quantity { amount: amount(&text), unit: from.clone() };
        let there = Quantity { amount: there.amount_in(&to).unwrap(), unit: to.clone() };
        // Between kWh and GJ, or lb and t, a quotient need not end. It may then have too many digits to go back with:
        // six decimals are kept.
        let back = |there: &Quantity| there.amount_in(&from);
        let rounded = Quantity { amount: there.amount.round(6), unit: to.clone() };
        let (back, last) = match (back(&there), back(&rounded)) {
            (Ok(back), _) => (back, Amount::new(1, 18)),
            (Err(_), Ok(back)) => (back, Amount::new(1, 6)),
            // Still too many digits, which is refused and never rounded.
            (Err(_), Err(_)) => return Ok(()),
        };
        let difference = back.round(12).minus(amount(&text)).unwrap();
        // What half a unit in the last place kept is in the unit that the text is in.
        let lost = ratio(&[last, to.size()], &[from.size()]).unwrap_or(last).plus(Amount::new(1, 12)).unwrap();
        prop_assert!(difference <= lost && Amount::ZERO.minus(difference).unwrap() <= lost, "{difference}");
    }

    #[test]
    fn records_are_those_of_the_csv_crate_with_their_lines_at_every_cut(
        rows in vec(vec(select(vec!["", "a", "b,c", "d\ne", "f\r\ng", "say \"h\"", "铝锭", " i ", "j;k", "l\tm"]), 3), 0..12),
        endings in vec(select(vec!["\n", "\r\n", "\n\n", "\r\n\r\n"]), 12),
        last in any::<bool>(), block_size in 1usize..64,
        delimiter in select(Delimiter::ALL.to_vec()), cut in select(vec![Cut::ByQuotes, Cut::ByFields]),
    ) {
        let mark = char::from(delimiter.byte());
        let quote = |field: &&str| {
            let special = field.contains(['"', mark, '\n']);
            if special { format!("\"{}\"", field.replace('"', "\"\"")) } else { (*field).to_owned() }
        };
        let mut text = String::new();
        let mut expected = Vec::new();
        for (index, (row, ending)) in rows.iter().zip(&endings).enumerate() {
            let line = 1 + text.matches('\n').count() as u64;
            expected.push((line, row.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>()));
            text += &row.iter().map(quote).collect::<Vec<_>>().join(&mark.to_string());
            if last || index + 1 < rows.len() {
                text += ending;
            }
        }
        let mut read = Vec::new();
        let mut blocks = Blocks::new(text.as_bytes(), block_size, delimiter, cut);
        let mut block = Block::default();
        while blocks.next_block(&mut block).unwrap() {
            let mut records = Records::new(block.bytes(), block.first_line, delimiter);
            let mut record = records.buffer();
            while records.read(&mut record).unwrap() {
                if !record.text.is_empty() {
                    prop_assert_eq!(record.fault, None);
                    let fields = (0..record.fields.len()).map(|index| record.field(index).into_owned());
                    read.push((record.line, fields.collect::<Vec<_>>()));
                }
            }
        }
        prop_assert_eq!(&read, &expected);
        let mut oracle = csv::ReaderBuilder::new();
        let mut oracle = oracle.has_headers(false).delimiter(delimiter.byte()).from_reader(text.as_bytes());
        let oracle: Vec<Vec<String>> =
            oracle.records().map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect()).collect();
        prop_assert_eq!(read.into_iter().map(|(_, fields)| fields).collect::<Vec<_>>(), oracle);
    }

    #[test]
    fn no_bytes_make_a_file_panic(
        bytes in vec(any::<u8>(), 0..400), which in 0usize..9, tail in any::<bool>(),
        mark in select(vec![b"".as_slice(), b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF", b"\x84\x31\x95\x33"]),
    ) {
        let name = ["study.toml", "products.csv", "materials.csv", "energy.csv", "transport.csv", "waste.csv",
            "fugitives.csv", "vehicles.csv", "factors.csv"][which];
        let folder = common::copy_of("kunshan-2024");
        let original = std::fs::read(common::fixture("kunshan-2024").join(name)).unwrap();
        let content = if tail { [mark, original.as_slice(), &bytes].concat() } else { [mark, &bytes].concat() };
        folder.write(name, &content);
        let _ = calculate(folder.path(), &Options::default());
    }

    #[test]
    fn no_slip_in_a_cell_makes_a_file_panic(
        which in 0usize..9, at in any::<proptest::sample::Index>(), length in 0usize..6, insert in "[\"',;0-9.eE+\\-\n年t/ =\\[\\]]{0,6}",
    ) {
        let name = ["study.toml", "products.csv", "materials.csv", "energy.csv", "transport.csv", "waste.csv",
            "fugitives.csv", "vehicles.csv", "factors.csv"][which];
        let folder = common::copy_of("kunshan-2024");
        let original = std::fs::read_to_string(common::fixture("kunshan-2024").join(name)).unwrap();
        let characters: Vec<char> = original.chars().collect();
        let start = at.index(characters.len());
        let end = (start + length).min(characters.len());
        let changed: String = characters[..start].iter().copied().chain(insert.chars()).chain(characters[end..].iter().copied()).collect();
        folder.write(name, changed.as_bytes());
        let calculation = calculate(folder.path(), &Options::default()).unwrap();
        prop_assert!(calculation.footprint.is_some() || calculation.diagnostics.has_errors());
    }

    #[test]
    fn whatever_the_numbers_were_before_they_were_rounded_a_figure_could_be_what_they_give(
        raw in vec((0usize..4, 1u64..100_000_000, 1u64..100_000_000), 1..8),
        outputs in (1u64..100_000_000, 1u64..100_000_000), key in key(),
    ) {
        // Five decimals each; printed with two.
        let number = |mantissa: u64| ratio(&[Amount::from(mantissa)], &[amount("100000")]).unwrap();
        let lines = |write: &dyn Fn(u64) -> String| -> Vec<Line> {
            raw.iter().map(|(kind, a, b)| match kind {
                0 => Line::Material(format!("Copper,A,{},t,", write(*a))),
                1 => Line::Energy(format!("电力,,{},MWh,", write(*a))),
                2 => Line::Transport(format!("inbound,Copper,A;B,{},kg,{},,,,,,Freight", write(*a), write(*b))),
                _ => Line::Transport(format!("outbound,Goods,A,,,{},{},Lorry,,,,", write(*a), b % 400 + 1)),
            }).collect()
        };
        let study = |write: &dyn Fn(u64) -> String| {
            let folder = study(&lines(write), &key);
            let (a, b) = (write(outputs.0 + 1_000), write(outputs.1 + 1_000));
            let products = format!(
                "product,output,unit,piece_mass,piece_mass_unit,price,currency\n\
                 A,{a},t,,,19000,CNY\nB,{b},kg,,,20.5,CNY\nC,1200,piece,13.77,kg,310,CNY\n"
            );
            folder.write("products.csv", products.as_bytes());
            folder
        };
        let before = study(&|mantissa| number(mantissa).to_string()).footprint();
        let after = study(&|mantissa| number(mantissa).to_fixed(2, ""));
        let figures = "table,measure,product,stage,value,unit\n\
            T,emissions,A,,1,tCO2e\nT,emissions,,production,1,tCO2e\nT,footprint,A,,1,kgCO2e/t\nT,share,A,production,1,%\n";
        after.write("published.csv", figures.as_bytes());
        let product = &before.products[0];
        let production = |product: &ProductFootprint| product.stages[1].emissions;
        let mut values = vec![
            product.emissions,
            total(before.products.iter().map(production)),
            product.per_unit.times(amount("1000")).unwrap(),
        ];
        values.extend(product.stages[1].share.map(|share| share.times(amount("100")).unwrap()));
        let checked = check(after.path(), &Options::default()).unwrap();
        if values.len() == 4 && let Some(check) = checked.check {
            for (figure, value) in check.figures.iter().zip(values) {
                let Estimate { value: computed, low, high } = figure.computed;
                prop_assert!(low <= computed && computed <= high, "{:?}", figure.computed);
                // The last of 18 decimals is that of a division.
                let slack = amount("0.00000000000001");
                prop_assert!(
                    low.less(slack) <= value && value.less(slack) <= high,
                    "{:?}: {value} is not within {low} and {high}", figure.measure
                );
            }
        }
    }

    #[test]
    fn what_is_printed_from_the_result_is_exact_at_every_precision(
        lines in vec(line(), 1..10), key in key(), places in 0u32..9,
    ) {
        let folder = study(&lines, &key);
        let footprint = folder.footprint();
        let mut figures = "table,measure,product,value,unit,verdict\n".to_owned();
        for product in &footprint.products {
            let ProductFootprint { product, emissions, per_unit, declared_unit, .. } = product;
            writeln!(figures, "T,emissions,{product},{},tCO2e,exact", emissions.to_fixed(places, "")).unwrap();
            writeln!(figures, "T,footprint,{product},{},tCO2e/{declared_unit},exact", per_unit.to_fixed(places, "")).unwrap();
        }
        let whole = total(footprint.products.iter().map(|product| product.emissions));
        writeln!(figures, "T,emissions,,{},tCO2e,exact", whole.to_fixed(places, "")).unwrap();
        folder.write("published.csv", figures.as_bytes());
        let checked = check(folder.path(), &Options::default()).unwrap();
        // A product without a contribution has nothing that could be selected.
        if let Some(check) = checked.check {
            prop_assert!(check.holds(), "{:#?}", check.figures);
        }
    }

    #[test]
    fn no_slip_in_a_cell_of_published_figures_targets_or_measures_makes_a_check_panic(
        which in 0usize..3, at in any::<proptest::sample::Index>(), length in 0usize..6, insert in "[\"',;0-9.eE+\\-\n年t/ =%]{0,6}",
    ) {
        let name = ["published.csv", "targets.csv", "actions.csv"][which];
        let folder = common::copy_of("dicastal-2023");
        let original = std::fs::read_to_string(folder.path().join(name)).unwrap();
        let characters: Vec<char> = original.chars().collect();
        let start = at.index(characters.len());
        let end = (start + length).min(characters.len());
        let changed: String = characters[..start].iter().copied().chain(insert.chars()).chain(characters[end..].iter().copied()).collect();
        folder.write(name, changed.as_bytes());
        let checked = check(folder.path(), &Options::default()).unwrap();
        prop_assert!(checked.check.is_some() || checked.diagnostics.has_errors());
        let planned = plan(folder.path(), &Options::default()).unwrap();
        prop_assert!(planned.plan.is_some() || planned.diagnostics.has_errors());
    }
}
