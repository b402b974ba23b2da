//! What a report shows: tables in both languages, with the digits that every format prints, and charts.

use crate::amount::Amount;
use crate::footprint::{Release, StudyInfo};
use crate::text::{Language, Text};
use crate::word::{GwpSet, Stage};

/// A report: what every format shows, each in its way.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whose, where and when.
    pub study: StudyInfo,
    /// The factor table.
    pub factors: Release,
    /// Whose global warming potentials.
    pub gwp: GwpSet,
    /// The tables, in their order.
    pub tables: Vec<Table>,
    /// The rows of activity data behind the contributions; those of an entry lie together.
    pub rows: Table,
    /// The charts.
    pub charts: Charts,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, the same in every language: the stem of its CSV file.
    pub name: &'static str,
    /// What it is called.
    pub title: Text,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with one cell per column.
    pub rows: Vec<Row>,
    /// What there is to say below it.
    pub notes: Vec<Text>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name, the same in every language; a product's column is called by the product.
    pub name: String,
    /// Its header.
    pub header: Text,
    /// The unit of its numbers, where all have the same.
    pub unit: Option<Text>,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// Where there is no room for all columns: the one with the highest number goes first; 0 never goes.
    pub drop: u8,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A row like others.
    Plain,
    /// The sum of some rows above it.
    Subtotal,
    /// The sum of all.
    Total,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// The entry of the evaluation that it shows, which leads to the rows of activity data behind it.
    pub entry: Option<usize>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text of the study, the same in every language.
    Name(String),
    /// Words of the program.
    Words(Text),
    /// A number.
    Number(Number),
}

/// A number, and the digits of it that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// All of it.
    pub amount: Amount,
    /// How many decimals are shown.
    pub places: u32,
}

/// The charts of a report.
#[derive(Clone, Debug)]
pub struct Charts {
    /// Footprints per declared unit, by stage.
    pub footprints: Vec<FootprintChart>,
    /// The largest contributions to each product.
    pub largest: Vec<LargestChart>,
    /// From what is used to the stages, and on to the products; nothing where nothing is emitted.
    pub flows: Option<FlowChart>,
}

/// Bars side by side: a product each, cut by stage, for products whose footprints are shown in one unit.
#[derive(Clone, Debug)]
pub struct FootprintChart {
    /// The unit of all numbers, as in `t CO2e/t`.
    pub unit: Text,
    /// How far the bars go.
    pub reach: Reach,
    /// A bar for each product.
    pub bars: Vec<FootprintBar>,
}

/// How far bars go, those with parts below zero on both sides of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The most that lies below zero, without its sign.
    pub below: Amount,
    /// That and the most that lies above zero.
    pub whole: Amount,
}

/// The footprint of a product per declared unit.
#[derive(Clone, Debug)]
pub struct FootprintBar {
    /// The product.
    pub product: String,
    /// Its footprint.
    pub total: Number,
    /// What each stage has of it. A part may be below zero.
    pub stages: Vec<(Stage, Number)>,
}

/// The largest contributions to the footprint of a product, the largest first.
#[derive(Clone, Debug)]
pub struct LargestChart {
    /// The product.
    pub product: String,
    /// The contributions.
    pub contributions: Vec<Largest>,
    /// How many more there are.
    pub others: usize,
}

/// One of the largest contributions.
#[derive(Clone, Debug)]
pub struct Largest {
    /// The item.
    pub item: String,
    /// The factor, where it tells this one from another that is drawn of the same item.
    pub factor: Option<String>,
    /// The stage.
    pub stage: Stage,
    /// In t CO2e.
    pub emissions: Number,
    /// In per cent of the product's footprint.
    pub share: Number,
    /// The share of this one and all that are larger, in per cent.
    pub cumulative: Number,
    /// The entry, which leads to the rows behind it.
    pub entry: usize,
}

/// Emissions on their way: from what is used, through the stages, to the products. Removals are not shown.
#[derive(Clone, Debug)]
pub struct FlowChart {
    /// All of them, in t CO2e.
    pub emissions: Number,
    /// Whether there are removals.
    pub removals: bool,
    /// What is used: the largest items, and all others together.
    pub sources: Vec<FlowNode>,
    /// The stages.
    pub stages: Vec<FlowNode>,
    /// The products.
    pub products: Vec<FlowNode>,
    /// From a source to a stage.
    pub to_stages: Vec<FlowLink>,
    /// From a stage to a product.
    pub to_products: Vec<FlowLink>,
}

/// A place that emissions come from or go to.
#[derive(Clone, Debug)]
pub struct FlowNode {
    /// What it is called.
    pub label: Cell,
    /// All that passes it, in t CO2e.
    pub emissions: Number,
}

/// Emissions that go from one place to another.
#[derive(Clone, Copy, Debug)]
pub struct FlowLink {
    /// The place among those on the left.
    pub from: usize,
    /// The place among those on the right.
    pub to: usize,
    /// In t CO2e.
    pub emissions: Number,
}

impl Number {
    /// A whole number of things.
    #[must_use]
    pub fn count(count: u64) -> Number {
        Number { amount: Amount::from(count), places: 0 }
    }

    /// A number with all its decimals.
    #[must_use]
    pub fn exactly(amount: Amount) -> Number {
        Number { amount, places: amount.places() }
    }

    /// Its text, with `separator` between thousands.
    #[must_use]
    pub fn shown(self, separator: &str) -> String {
        self.amount.to_fixed(self.places, separator)
    }
}

impl Cell {
    /// A text of the study; blank where it is empty.
    #[must_use]
    pub fn name(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::Blank } else { Cell::Name(text) }
    }

    /// Its text in `language`, with `separator` between thousands.
    #[must_use]
    pub fn shown(&self, language: Language, separator: &str) -> String {
        match self {
            Cell::Blank => String::new(),
            Cell::Name(text) => text.clone(),
            Cell::Words(text) => text.in_language(language).to_owned(),
            Cell::Number(number) => number.shown(separator),
        }
    }
}

impl Column {
    /// Its header in `language`, with the unit of its numbers.
    #[must_use]
    pub fn header(&self, language: Language) -> String {
        let header = self.header.in_language(language);
        match (&self.unit, language) {
            (None, _) => header.to_owned(),
            (Some(unit), Language::En) => format!("{header} ({})", unit.in_language(language)),
            (Some(unit), Language::Zh) => format!("{header}（{}）", unit.in_language(language)),
        }
    }
}

impl Table {
    pub(super) fn new(name: &'static str, title: Text) -> Table {
        Table { name, title, columns: Vec::new(), rows: Vec::new(), notes: Vec::new() }
    }

    /// A column of texts. Columns are added before rows.
    pub(super) fn text(mut self, name: &str, header: Text, drop: u8) -> Table {
        self.columns.push(Column { name: name.to_owned(), header, unit: None, numeric: false, drop });
        self
    }

    /// A column of numbers.
    pub(super) fn number(mut self, name: &str, header: Text, unit: Option<Text>, drop: u8) -> Table {
        self.columns.push(Column { name: name.to_owned(), header, unit, numeric: true, drop });
        self
    }

    pub(super) fn row(&mut self, kind: RowKind, cells: Vec<Cell>) {
        self.push(Row { kind, cells, entry: None });
    }

    /// A row that leads to the rows of activity data behind an entry.
    pub(super) fn row_of(&mut self, entry: usize, cells: Vec<Cell>) {
        self.push(Row { kind: RowKind::Plain, cells, entry: Some(entry) });
    }

    fn push(&mut self, row: Row) {
        debug_assert_eq!(row.cells.len(), self.columns.len(), "table {}", self.name);
        self.rows.push(row);
    }

    /// Leaves out the columns that are blank in every row.
    pub(super) fn without_blank_columns(mut self) -> Table {
        let used: Vec<bool> = (0..self.columns.len())
            .map(|index| self.rows.is_empty() || self.rows.iter().any(|row| row.cells[index] != Cell::Blank))
            .collect();
        let mut keep = used.iter();
        self.columns.retain(|_| keep.next() == Some(&true));
        for row in &mut self.rows {
            let mut keep = used.iter();
            row.cells.retain(|_| keep.next() == Some(&true));
        }
        self
    }
}
