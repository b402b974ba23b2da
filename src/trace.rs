//! Every row behind a result.
//!
//! The result is computed first, as ever. Then the files of activity data are read once more, one after the other and in
//! the order of their rows, and each row gets its part of the entry that it is a part of ([`Apportionment`]): what it says
//! itself, and the last row what is left, so that the rows add up to the result to the last digit. No row is kept.
//!
//! [`Apportionment`]: crate::calculation::Apportionment

mod origin;
mod pass;

use std::collections::HashMap;
use std::io;

use crate::amount::{Amount, Sum};
use crate::calculation::{Basis, Evaluation, Line, Options, open};
use crate::diagnostic::{Diagnostics, problem};
use crate::folder::Folder;
use crate::footprint::{Footprint, ProductFootprint};
use crate::name::fold;
use crate::study::StudyFile;
use crate::table;
use crate::text::{Text, text};
use crate::word::{Stage, Word};
use crate::world::{OrSay, cannot_write};

pub use origin::{Number, Origin, Share, Term};
use pass::{Halt, Pass};

/// What a trace is limited to, as it is asked for. Nothing takes all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A product.
    pub product: Option<String>,
    /// A stage.
    pub stage: Option<String>,
    /// An item.
    pub item: Option<String>,
    /// A file.
    pub file: Option<String>,
}

/// A [`Filter`] whose names are known.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// A product, by its place in the list.
    pub product: Option<usize>,
    /// A stage.
    pub stage: Option<Stage>,
    /// An item, folded.
    item: Option<String>,
    /// A file.
    file: Option<String>,
}

impl Selection {
    fn has_product(&self, product: usize) -> bool {
        self.product.is_none_or(|wanted| wanted == product)
    }

    fn has_line(&self, line: &Line) -> bool {
        self.stage.is_none_or(|stage| stage == line.stage)
            && self.file.as_ref().is_none_or(|file| *file == line.file)
            && self.item.as_ref().is_none_or(|item| *item == fold(&line.item))
            && line.products.iter().any(|product| self.has_product(*product))
    }
}

/// A row, and what of it falls to each product that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct TracedRow<'t> {
    /// What it has in common with the rows of the same texts.
    pub origin: &'t Origin<'t>,
    /// Its line.
    pub line: u64,
    /// The numbers that it is counted by, as they stand in it: by [`Origin::counted`].
    pub numbers: &'t [Amount],
    /// In the unit that the factor is per.
    pub activity: Amount,
    /// Of the whole row, in t CO2e.
    pub emissions: Amount,
    /// What of them falls to each product, in t CO2e: by [`Origin::products`].
    pub parts: &'t [Amount],
}

/// What takes the rows of a trace.
pub trait Rows: Send {
    /// Takes a row.
    ///
    /// # Errors
    /// Those of writing it.
    fn row(&mut self, row: &TracedRow<'_>) -> io::Result<()>;
}

/// What the rows of a trace add up to.
#[derive(Clone, Debug)]
pub struct Traced {
    /// How many rows.
    pub rows: u64,
    /// By product, in the order of products.csv.
    pub totals: Vec<ProductTotal>,
}

/// What the rows add up to of one product.
#[derive(Clone, Debug)]
pub struct ProductTotal {
    /// The product.
    pub product: String,
    /// How many rows.
    pub rows: u64,
    /// What the parts of these rows add up to, in t CO2e. It is the figure.
    pub emissions: Amount,
    /// Which figure of the result that is.
    pub figure: Figure,
}

/// A figure of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// All emissions of the product.
    Footprint,
    /// Those of a stage.
    Stage(Stage),
    /// The sum of so many contributions.
    Contributions(usize),
}

/// A result whose rows can be traced.
#[derive(Debug)]
pub struct Trace {
    basis: Basis,
    evaluation: Evaluation,
}

impl Trace {
    /// Computes the footprints of the study in `folder`. Nothing where an error stands in `diagnostics`.
    ///
    /// # Errors
    /// A folder without study.toml, a file that cannot be read.
    pub fn read<'f>(
        folder: impl Into<Folder<'f>>,
        options: &Options,
        diagnostics: &mut Diagnostics,
    ) -> anyhow::Result<Option<Trace>> {
        let Some(study) = open(folder.into(), diagnostics)? else { return Ok(None) };
        let Some(basis) = Basis::read(study, options, None, diagnostics)? else { return Ok(None) };
        let evaluation = basis.evaluate(diagnostics);
        Ok((!diagnostics.has_errors()).then_some(Trace { basis, evaluation }))
    }

    /// The result.
    #[must_use]
    pub fn footprint(&self) -> &Footprint {
        &self.evaluation.footprint
    }

    /// The selection that a filter asks for.
    ///
    /// # Errors
    /// What is unknown, and what is known that is near to it.
    pub fn select(&self, filter: &Filter) -> Result<Selection, Text> {
        let products: Vec<&str> = self.basis.products.iter().map(|product| product.name.as_str()).collect();
        let lines = || self.evaluation.entries.iter().map(|entry| &entry.line);
        let product = filter.product.as_deref().map(|name| {
            let place = products.iter().position(|known| *known == name);
            place.ok_or_else(|| problem::unknown_choice("--product", name, products.iter().copied()))
        });
        let stage = filter.stage.as_deref().map(|name| {
            let inside = &self.basis.study.stages;
            let stage = Stage::parse(name).filter(|stage| inside.contains(stage));
            stage.ok_or_else(|| problem::unknown_choice("--stage", name, inside.iter().map(|stage| stage.name())))
        });
        let item = filter.item.as_deref().map(|name| {
            let folded = fold(name);
            let known = lines().any(|line| fold(&line.item) == folded);
            let items = || lines().map(|line| line.item.as_str());
            known.then_some(folded).ok_or_else(|| problem::unknown_choice("--item", name, items()))
        });
        let file = filter.file.as_deref().map(|name| {
            let known = lines().any(|line| line.file == name);
            let files = || lines().map(|line| line.file.as_str());
            known.then(|| name.to_owned()).ok_or_else(|| problem::unknown_choice("--file", name, files()))
        });
        let (product, stage) = (product.transpose()?, stage.transpose()?);
        Ok(Selection { product, stage, item: item.transpose()?, file: file.transpose()? })
    }

    /// Reads the files of the selection once more, and hands their rows out, file after file. Nothing where the part of a
    /// row has more digits than an amount holds, which is then in `diagnostics`.
    ///
    /// # Errors
    /// A file that cannot be read, or has changed since the result was computed; those of `sink`.
    pub fn rows(
        &self,
        selection: &Selection,
        options: &Options,
        sink: &mut dyn Rows,
        diagnostics: &mut Diagnostics,
    ) -> anyhow::Result<Option<Traced>> {
        let by_line: HashMap<&Line, usize> =
            self.evaluation.entries.iter().enumerate().map(|(index, entry)| (&entry.line, index)).collect();
        let mut sums = Sums { rows: 0, origins: 0, products: vec![(0, Sum::default()); self.basis.products.len()] };
        for inventory in &self.basis.inventories {
            let name = &inventory.layout.file;
            let of_file = || self.evaluation.entries.iter().filter(|entry| entry.line.file == *name);
            let file = self.basis.study.files_of(inventory.kind).find(|file| file.source.name == *name);
            let Some(file) = file.filter(|_| of_file().any(|entry| selection.has_line(&entry.line))) else { continue };
            let rows = of_file().map(|entry| entry.rows).sum();
            let pass = Pass::new(self, selection, &by_line, file, (&mut *sink, &mut sums));
            match self.read_again(file, rows, pass, options)? {
                Ok(()) => {}
                Err(Halt::Inexact(diagnostic)) => {
                    diagnostics.push(*diagnostic);
                    return Ok(None);
                }
                Err(Halt::Changed) => return Err(changed(name)),
                Err(Halt::Unwritten(error)) => Err(error).or_say(cannot_write)?,
            }
        }
        let totals = self.totals(selection, &sums).ok_or_else(|| changed(&self.basis.study.source.name))?;
        Ok(Some(Traced { rows: sums.rows, totals }))
    }

    /// Reads a file once more, of which `expected` rows are part of the result.
    fn read_again(
        &self,
        file: &StudyFile,
        expected: u64,
        pass: Pass<'_, '_>,
        options: &Options,
    ) -> io::Result<Result<(), Halt>> {
        let StudyFile { kind, source, binding } = file;
        let inventory = self.basis.inventories.iter().find(|inventory| inventory.layout.file == source.name);
        let Some(inventory) = inventory else { return Ok(Err(Halt::Changed)) };
        let form = (inventory.encoding, inventory.cut);
        let table = table::read_again(*kind, source, binding, form, options.reading.block_size, |_| pass)?;
        let Some(table) = table else { return Ok(Err(Halt::Changed)) };
        for pass in table.sinks {
            let used = pass.used;
            if let Some(halt) = pass.halt {
                return Ok(Err(halt));
            }
            // No entry has had more rows than it has: if all together are as many, each has had all of its own.
            if used != expected || (table.rows, table.totals) != (inventory.rows, inventory.totals) {
                return Ok(Err(Halt::Changed));
            }
        }
        Ok(Ok(()))
    }

    /// What the rows of each product add up to. Nothing where that is not the figure of the result.
    fn totals(&self, selection: &Selection, sums: &Sums) -> Option<Vec<ProductTotal>> {
        let total = |(product, (rows, sum)): (&ProductFootprint, &(u64, Sum))| {
            let (figure, expected) = self.figure(selection, product)?;
            let emissions = sum.total().ok().filter(|emissions| *emissions == expected)?;
            Some(ProductTotal { product: product.product.clone(), rows: *rows, emissions, figure })
        };
        let products = self.footprint().products.iter().zip(&sums.products).enumerate();
        products.filter(|(index, _)| selection.has_product(*index)).map(|(_, sums)| total(sums)).collect()
    }

    /// The figure of a product that a selection is of, in t CO2e.
    fn figure(&self, selection: &Selection, product: &ProductFootprint) -> Option<(Figure, Amount)> {
        match (selection.stage, &selection.item, &selection.file) {
            (None, None, None) => Some((Figure::Footprint, product.emissions)),
            (Some(stage), None, None) => {
                let emissions = product.stages.iter().find(|part| part.stage == stage)?.emissions;
                Some((Figure::Stage(stage), emissions))
            }
            _ => {
                let (mut count, mut sum) = (0, Sum::default());
                for contribution in &product.contributions {
                    if selection.has_line(&self.evaluation.entries[contribution.entry].line) {
                        count += 1;
                        sum.add(contribution.emissions);
                    }
                }
                Some((Figure::Contributions(count), sum.total().ok()?))
            }
        }
    }
}

/// What the rows that were handed out add up to.
struct Sums {
    rows: u64,
    /// How many combinations of texts they have had.
    origins: usize,
    /// By product: how many rows, and the parts that fall to it.
    products: Vec<(u64, Sum)>,
}

fn changed(file: &str) -> anyhow::Error {
    text!(
        "{file} changed while it was read: its rows are not those that the result was computed from; run it again",
        "{file} 在读取过程中有改动：其数据行与计算结果时不同；请重新运行"
    )
    .into()
}
