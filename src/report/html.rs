//! A report as one HTML file, for the screen and for A4 paper. It needs nothing from elsewhere and runs nothing.
//!
//! Every text goes through the templates of [`maud`], which escape it, and the whole page through [`visible`]: what
//! stands in a file is shown and never steers.

mod drawing;
mod flow;
mod footprints;
mod largest;
mod table;

use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::document::{Report, Table};
use super::labels::{self, html as words};
use super::page::THOUSANDS;
use crate::text::{Language, Text, visible};

const STYLE: &str = include_str!("html/style.css");

/// What a page knows of its report wherever it writes.
struct Page<'r> {
    report: &'r Report,
    language: Language,
    /// The entries that have rows of activity data to lead to.
    with_rows: BTreeSet<usize>,
}

/// The report as an HTML file.
#[must_use]
pub fn html(report: &Report, language: Language) -> String {
    let with_rows = report.rows.rows.iter().filter_map(|row| row.entry).collect();
    let page = Page { report, language, with_rows };
    page.whole().into_string().lines().flat_map(|line| [visible(line), "\n".to_owned()]).collect()
}

impl Page<'_> {
    fn say(&self, text: &Text) -> String {
        text.in_language(self.language).to_owned()
    }

    fn whole(&self) -> Markup {
        let study = &self.report.study;
        let (first, others) = self.tables();
        markup! {
            (DOCTYPE) (NEWLINE)
            html lang=(self.language_tag()) {
                head {
                    meta charset="utf-8"; (NEWLINE)
                    meta name="viewport" content="width=device-width, initial-scale=1"; (NEWLINE)
                    meta name="generator" content=(concat!("pertonne ", env!("CARGO_PKG_VERSION"))); (NEWLINE)
                    title { (study.title) } (NEWLINE)
                    style { (PreEscaped(STYLE)) }
                }
                body { (NEWLINE)
                    header {
                        h1 { (study.title) }
                        (self.lead())
                        (self.figures())
                    }
                    (self.contents())
                    main {
                        @for table in first { (self.table_section(table)) }
                        (self.charts())
                        @for table in others { (self.table_section(table)) }
                        (self.table_section(&self.report.rows))
                    }
                }
            }
        }
    }

    fn language_tag(&self) -> &'static str {
        match self.language {
            Language::En => "en",
            Language::Zh => "zh-CN",
        }
    }

    /// The tables before the charts, and those after them.
    fn tables(&self) -> (Vec<&Table>, Vec<&Table>) {
        self.report.tables.iter().partition(|table| matches!(table.name, "study" | "summary"))
    }

    /// Whose, where and when.
    fn lead(&self) -> Markup {
        let study = &self.report.study;
        let period = self.say(&labels::period(&study.from.to_string(), &study.to.to_string()));
        let place: Vec<&str> = study.plant.iter().map(String::as_str).chain([study.region.as_str(), &period]).collect();
        markup! { p.lead { (place.join(" · ")) } }
    }

    /// The footprints, large.
    fn figures(&self) -> Markup {
        markup! {
            div.figures {
                @for chart in &self.report.charts.footprints {
                    @for bar in &chart.bars {
                        p { (NEWLINE)
                            span.what { (bar.product) }
                            strong { (bar.total.shown(THOUSANDS)) } " "
                            span.unit { (self.say(&chart.unit)) }
                        }
                    }
                }
            }
        }
    }

    fn contents(&self) -> Markup {
        let (first, others) = self.tables();
        let entry = |table: &Table| markup! { li { a href={ "#" (table.name) } { (self.say(&table.title)) } } };
        markup! {
            nav aria-labelledby="contents" { (NEWLINE)
                h2 #contents { (self.say(&words::contents())) }
                ol {
                    @for table in first { (entry(table)) }
                    li { a href="#charts" { (self.say(&words::charts())) } }
                    @for table in others { (entry(table)) }
                    (entry(&self.report.rows))
                }
            }
        }
    }

    fn charts(&self) -> Markup {
        let charts = &self.report.charts;
        markup! {
            section aria-labelledby="charts" { (NEWLINE)
                h2 #charts { (self.say(&words::charts())) }
                (drawing::patterns())
                @for (index, chart) in charts.footprints.iter().enumerate() { (footprints::figure(self, chart, index)) }
                @for (index, chart) in charts.largest.iter().enumerate() {
                    @if !chart.contributions.is_empty() { (largest::figure(self, chart, index)) }
                }
                @match &charts.flows {
                    Some(chart) => (flow::figure(self, chart)),
                    None => p.note { (self.say(&words::nothing_emitted())) },
                }
            }
        }
    }

    fn table_section(&self, table: &Table) -> Markup {
        markup! {
            section.(table.name).whole[table.rows.len() <= SMALL] aria-labelledby=(table.name) { (NEWLINE)
                h2 #(table.name) { (self.say(&table.title)) }
                @if !table.rows.is_empty() { (table::table(self, table)) }
                @for note in &table.notes { p.note { (self.say(note)) } }
            }
        }
    }

    /// The place in the table of rows that leads on from an entry.
    fn rows_of(&self, entry: Option<usize>) -> Option<String> {
        entry.filter(|entry| self.with_rows.contains(entry)).map(rows_id)
    }
}

/// The id of the first row of activity data behind an entry.
fn rows_id(entry: usize) -> String {
    format!("rows-{entry}")
}

/// A table with no more rows is not parted between two pages.
const SMALL: usize = 12;
/// Lines keep the file readable, and comparable.
const NEWLINE: PreEscaped<&str> = PreEscaped("\n");
