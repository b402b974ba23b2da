//! The report as an HTML file: well-formed, complete, escaped, and the same each time.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use common::{STUDY, StudyFolder, fixture};
use pertonne::calculation::{Options, account};
use pertonne::diagnostic::Diagnostics;
use pertonne::report::document::{Cell, Report};
use pertonne::report::html;
use pertonne::text::Language;
use unicode_width::UnicodeWidthStr;

const STUDIES: [&str; 6] =
    ["kunshan-2024", "gongyi-2024", "dicastal-2023", "starter-en", "starter-zh", "rated-factors"];
const LANGUAGES: [Language; 2] = [Language::En, Language::Zh];
/// Elements without an end.
const VOID: [&str; 1] = ["meta"];
/// 80 Chinese characters, and a word of 60 letters.
const LONG_NAME: &str = "高强度轻量化铝合金车轮用再生铝液及其配套辅料与包装材料综合利用示范项目第一期生产线专用原材料含运输损耗与仓储环节以及各类添加剂精炼剂除渣剂覆盖剂打渣剂变质剂细化";
const LONG_WORD: &str = "Polytetrafluoroethylenehexafluoropropylenecopolymerisationmi";

fn report(folder: &Path) -> Report {
    let options = Options { hash: true, ..Options::default() };
    let account = account(folder, &options, &mut Diagnostics::default()).unwrap().unwrap();
    Report::new(&account).unwrap()
}

/// A start tag: its element and its attributes.
struct Tag {
    element: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// What a page is made of, in its order. A text comes with the element that it stands in.
struct Parsed {
    tags: Vec<Tag>,
    texts: Vec<(String, String)>,
}

impl Parsed {
    /// Reads a page, strictly: every element is closed in its turn, and every value is in quotes.
    fn new(page: &str) -> Parsed {
        let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
        let (mut tags, mut texts, mut open) = (Vec::new(), Vec::new(), Vec::<String>::new());
        while let Some((text, after)) = rest.split_once('<') {
            assert!(!text.contains('>') || open.last().is_some_and(|element| element == "style"), "{text}");
            texts.push((open.last().cloned().unwrap_or_default(), unescaped(text)));
            let (tag, after) = after.split_once('>').unwrap();
            rest = after;
            if let Some(end) = tag.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(end), "before {rest:.200}");
                continue;
            }
            let (element, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            let attributes = attributes_of(attributes);
            if !VOID.contains(&element) {
                open.push(element.to_owned());
            }
            tags.push(Tag { element: element.to_owned(), attributes });
        }
        assert!(open.is_empty() && rest.trim().is_empty(), "{open:?}");
        Parsed { tags, texts }
    }

    fn values(&self, attribute: &str) -> Vec<&str> {
        self.tags.iter().filter_map(|tag| tag.attribute(attribute)).collect()
    }

    /// All texts that stand in an element.
    fn text_of(&self, element: &str) -> Vec<&str> {
        self.texts.iter().filter(|(own, _)| own == element).map(|(_, text)| text.as_str()).collect()
    }
}

fn attributes_of(mut rest: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").unwrap();
        let (value, after) = after.split_once('"').unwrap();
        attributes.push((name.trim().to_owned(), unescaped(value)));
        rest = after.trim_start();
    }
    attributes
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What holds for every page.
fn assert_sound(page: &str) -> Parsed {
    let parsed = Parsed::new(page);
    let ids = parsed.values("id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice");
    for target in parsed.values("href") {
        assert!(unique.contains(target.strip_prefix('#').unwrap()), "{target} leads nowhere");
    }
    for labels in parsed.values("aria-labelledby") {
        assert!(labels.split(' ').all(|label| unique.contains(label)), "{labels}");
    }
    let style = parsed.text_of("style").concat();
    for part in style.split("url(").skip(1) {
        let (target, _) = part.split_once(')').unwrap();
        assert!(unique.contains(target.strip_prefix('#').unwrap()), "{target}");
    }
    assert!(!style.contains("@import"));
    for tag in &parsed.tags {
        assert!(!["script", "link", "img", "iframe", "object", "base"].contains(&tag.element.as_str()));
        assert!(tag.attributes.iter().all(|(name, _)| name != "src" && !name.starts_with("on")));
        assert!(tag.element != "svg" || tag.attribute("role") == Some("img") || tag.attribute("aria-hidden").is_some());
    }
    assert_inside(&parsed);
    parsed
}

/// How wide a text is at most in units of a chart, where a letter is 120 high; lower-case letters are narrower than
/// a column of a terminal, capitals wider.
fn estimated(text: &str) -> usize {
    text.width() * 60 + text.chars().filter(char::is_ascii_uppercase).count() * 12
}

/// Every text of a chart lies within it.
fn assert_inside(parsed: &Parsed) {
    let mut texts =
        parsed.texts.iter().filter(|(element, text)| ["text", "tspan"].contains(&element.as_str()) && !text.is_empty());
    let (mut width, mut height, mut anchor, mut y) = (0, 0, "start", 0);
    let number = |tag: &Tag, name: &str| tag.attribute(name).map(|value| value.parse::<usize>().unwrap());
    for tag in &parsed.tags {
        match tag.element.as_str() {
            "svg" if tag.attribute("viewBox").is_some() => {
                let size: Vec<usize> =
                    tag.attribute("viewBox").unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
                (width, height) = (size[2], size[3]);
            }
            "text" | "tspan" => {
                if tag.element == "text" {
                    y = number(tag, "y").unwrap();
                    anchor = tag.attribute("text-anchor").unwrap_or("start");
                } else {
                    y += number(tag, "dy").unwrap_or(0);
                }
                assert!(y <= height, "{y} of {height}");
                let Some(x) = number(tag, "x") else { continue };
                let (_, text) = texts.next().unwrap();
                let long = estimated(text);
                let fits = match anchor {
                    "end" => long <= x && x <= width,
                    "middle" => long / 2 <= x && x + long / 2 <= width,
                    _ => x + long <= width,
                };
                assert!(fits, "{text:?} at {x}, {anchor}, {long} long, of {width}");
            }
            "rect" => {
                let right = number(tag, "x").unwrap_or(0) + number(tag, "width").unwrap();
                assert!(width == 0 || right <= width + 6, "{right} of {width}");
            }
            _ => {}
        }
    }
}

#[test]
fn every_study_is_well_formed_in_both_languages_and_needs_nothing_from_elsewhere() {
    for study in STUDIES {
        let report = report(&fixture(study));
        for (language, tag) in LANGUAGES.into_iter().zip(["en", "zh-CN"]) {
            let page = html(&report, language);
            let parsed = assert_sound(&page);
            assert_eq!(parsed.values("lang"), [tag]);
            let generator = format!("<meta name=\"generator\" content=\"pertonne {}\">", env!("CARGO_PKG_VERSION"));
            assert!(page.contains(&generator));
            assert_eq!(parsed.text_of("title").first(), Some(&report.study.title.as_str()));
            assert_eq!(page, html(&report, language));
        }
    }
}

#[test]
fn every_cell_of_every_table_is_there_with_its_digits() {
    for study in STUDIES {
        let report = report(&fixture(study));
        for language in LANGUAGES {
            let page = Parsed::new(&html(&report, language));
            let cells: BTreeSet<&str> = page.texts.iter().map(|(_, text)| text.trim()).collect();
            for table in report.tables.iter().chain([&report.rows]) {
                assert!(cells.contains(table.title.in_language(language)), "{}", table.name);
                for cell in table.rows.iter().flat_map(|row| &row.cells).filter(|cell| **cell != Cell::Blank) {
                    assert!(cells.contains(cell.shown(language, ",").as_str()), "{study} {}: {cell:?}", table.name);
                }
            }
        }
    }
}

#[test]
fn what_is_drawn_stands_beside_it_in_digits_and_in_words() {
    let report = report(&fixture("kunshan-2024"));
    let page = Parsed::new(&html(&report, Language::Zh));
    let (texts, words) = (page.text_of("text"), page.text_of("desc").concat());
    for bar in &report.charts.footprints[0].bars {
        for number in bar.stages.iter().map(|(_, number)| number).chain([&bar.total]) {
            assert!(texts.contains(&number.shown(",").as_str()) && words.contains(&number.shown(",")));
        }
    }
    for one in report.charts.largest.iter().flat_map(|chart| &chart.contributions) {
        for number in [one.emissions, one.share, one.cumulative] {
            assert!(texts.contains(&number.shown(",").as_str()));
        }
        assert!(words.contains(&one.emissions.shown(",")));
    }
    let flows = report.charts.flows.as_ref().unwrap();
    for node in flows.sources.iter().chain(&flows.stages).chain(&flows.products) {
        assert!(texts.contains(&node.emissions.shown(",").as_str()) && words.contains(&node.emissions.shown(",")));
    }
}

#[test]
fn a_row_leads_to_the_rows_of_activity_data_behind_it() {
    let report = report(&fixture("kunshan-2024"));
    let page = Parsed::new(&html(&report, Language::En));
    let links: BTreeSet<&str> = page.values("href").into_iter().collect();
    let ids: BTreeSet<&str> = page.values("id").into_iter().collect();
    let entries = report.tables.iter().flat_map(|table| &table.rows).filter_map(|row| row.entry);
    for entry in entries.chain(report.charts.largest.iter().flat_map(|chart| &chart.contributions).map(|one| one.entry))
    {
        assert!(links.contains(format!("#rows-{entry}").as_str()) && ids.contains(format!("rows-{entry}").as_str()));
    }
}

/// A study of some products and materials, each of which goes into one product.
fn study(title: &str, products: &[&str], materials: &[(&str, &str)]) -> StudyFolder {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut product_rows = "product,output,unit\n".to_owned();
    for (index, product) in products.iter().enumerate() {
        writeln!(product_rows, "{},{},t", quoted(product), 100 * (index + 1)).unwrap();
    }
    let (mut rows, mut factors) = ("item,product,quantity,unit\n".to_owned(), "activity,value,unit\n".to_owned());
    for (index, (item, value)) in materials.iter().enumerate() {
        let product = quoted(products[index % products.len()]);
        writeln!(rows, "{},{product},{},t", quoted(item), 90 + index).unwrap();
        writeln!(factors, "{},{value},tCO2e/t", quoted(item)).unwrap();
    }
    let settings = STUDY.replace("\"Test\"", &format!("{title:?}"));
    StudyFolder::new(&[
        ("study.toml", &settings),
        ("products.csv", &product_rows),
        ("materials.csv", &rows),
        ("factors.csv", &factors),
    ])
}

#[test]
fn what_stands_in_files_is_shown_and_never_steers() {
    let evil = "\"><img src=x onerror=1>";
    let (script, steering) = ("<script>alert(1)</script>", "a\u{202E}b\u{7}&amp;'");
    let folder = study(script, &[evil, "</style>"], &[(evil, "2"), ("</title></svg>", "1"), (steering, "3")]);
    let report = report(folder.path());
    for language in LANGUAGES {
        let page = html(&report, language);
        let parsed = assert_sound(&page);
        assert_eq!(parsed.text_of("h1"), [script]);
        assert!(parsed.text_of("td").contains(&evil) && parsed.text_of("tspan").contains(&"</title></svg>"));
        assert!(parsed.text_of("td").contains(&"a\u{FFFD}b\u{FFFD}&amp;'"));
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert!(!page.chars().any(|c| c == '\u{202E}' || (c.is_control() && c != '\n')));
    }
}

#[test]
fn long_names_many_small_flows_and_removals_stay_inside_their_charts() {
    let names: Vec<String> = (0..60)
        .map(|index| match index % 4 {
            0 => format!("{LONG_NAME}{index}"),
            1 => format!("{LONG_WORD}{index}"),
            2 => format!("{}{index}", "W".repeat(60)),
            _ => format!("item {index}"),
        })
        .collect();
    let mut materials: Vec<(&str, String)> =
        (1..).zip(&names).map(|(index, name)| (name.as_str(), format!("0.{:06}", 900_000 / (index * index)))).collect();
    materials.push(("credit", "-2".to_owned()));
    let materials: Vec<(&str, &str)> = materials.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let capitals = "W".repeat(60);
    let few = [LONG_NAME, LONG_WORD, &capitals];
    let ten: Vec<String> = (0..10).map(|index| format!("{LONG_NAME}{index}")).collect();
    let ten: Vec<&str> = ten.iter().map(String::as_str).collect();
    for products in [&few[..], &few[..1], &ten] {
        let report = report(study(LONG_NAME, products, &materials).path());
        for language in LANGUAGES {
            assert_sound(&html(&report, language));
        }
    }
}

#[test]
fn a_study_without_emissions_says_so() {
    let report = report(study("none", &["A"], &[("X", "0")]).path());
    let page = assert_sound(&html(&report, Language::En));
    assert!(page.text_of("p").contains(&"Nothing is emitted: there is no flow to draw."));
    assert!(page.values("id").iter().all(|id| !id.starts_with("chart-largest") && !id.starts_with("chart-flow")));
}

#[test]
fn every_table_and_chart_of_every_study() {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"(?s)<style>.*?</style>", "<style>…</style>");
    settings.add_filter(r"pertonne \d+\.\d+\.\d+", "pertonne [version]");
    settings.bind(|| {
        for study in STUDIES {
            let report = report(&fixture(study));
            for (language, name) in [(Language::En, "en"), (Language::Zh, "zh")] {
                insta::assert_snapshot!(format!("{study}-html-{name}"), html(&report, language));
            }
        }
    });
}
