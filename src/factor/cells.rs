//! A factor as the row of a table: what stands in each of its columns.

use super::{EmissionFactor, FactorValue, Uncertainty};
use crate::amount::Amount;
use crate::column::Column as C;
use crate::word::{Indicator, Word};

impl EmissionFactor {
    /// What stands in a column of a factors.csv that has this factor; empty where nothing is stated.
    #[must_use]
    pub fn cell(&self, column: C) -> String {
        let number = |amount: Option<Amount>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let rating = |indicator| number(self.quality.ratings.get(&indicator).copied());
        let (value, [ncv, carbon_content, oxidation]) = match self.value {
            FactorValue::Given(value) => (Some(value), [None; 3]),
            FactorValue::Derived { ncv, carbon_content, oxidation } => {
                (None, [Some(ncv), Some(carbon_content), Some(oxidation)])
            }
        };
        match column {
            C::Activity => self.activity.clone(),
            C::Region => self.region.clone().unwrap_or_default(),
            C::Year => self.year.map(|year| year.to_string()).unwrap_or_default(),
            C::NameZh => self.name_zh.clone(),
            C::NameEn => self.name_en.clone(),
            C::Aliases => self.aliases.join(";"),
            C::Value => number(value),
            C::Unit => self.unit.symbol.clone(),
            C::Ncv => number(ncv),
            C::CarbonContent => number(carbon_content),
            C::Oxidation => number(oxidation),
            C::Printed => number(self.printed),
            C::Boundary => self.boundary.map_or("", Word::name).to_owned(),
            C::Gwp => self.gwp.map_or("", Word::name).to_owned(),
            C::Uncertainty => match self.quality.uncertainty {
                Some(Uncertainty::Relative(fraction)) => match fraction.times(Amount::new(100, 0)) {
                    Ok(percent) => format!("{percent}%"),
                    Err(_) => fraction.to_string(),
                },
                _ => String::new(),
            },
            C::Gsd => match self.quality.uncertainty {
                Some(Uncertainty::Geometric(gsd)) => gsd.to_string(),
                _ => String::new(),
            },
            C::Technology => rating(Indicator::Technology),
            C::Geography => rating(Indicator::Geography),
            C::Time => rating(Indicator::Time),
            C::Source => self.source.clone(),
            C::Locator => self.locator.clone(),
            C::Note => self.note.clone(),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::column::FileKind;
    use crate::diagnostic::Diagnostics;
    use crate::factor::{FactorFiles, FactorRow, Loaded};
    use crate::source::Source;
    use crate::study::Binding;
    use crate::table::SmallTable;

    fn read(text: String) -> Vec<EmissionFactor> {
        let mut diagnostics = Diagnostics::default();
        let source = Source::text("factors.csv", text);
        let table = SmallTable::read(FileKind::Factors, &source, &Binding::default(), &mut diagnostics).unwrap();
        let mut files = FactorFiles::default();
        files.add(&table.unwrap(), None, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let row = FactorRow { file: Arc::from(""), line: 0 };
        files.factors.into_iter().map(|factor| EmissionFactor { row: row.clone(), ..factor }).collect()
    }

    fn written(factors: &[EmissionFactor]) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let columns = FileKind::Factors.columns();
        writer.write_record(columns.iter().map(|column| column.name())).unwrap();
        for factor in factors {
            writer.write_record(columns.iter().map(|column| factor.cell(*column))).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    #[test]
    fn a_factor_that_is_written_as_a_row_is_read_as_it_was() {
        let rated = "activity,value,unit,uncertainty,gsd,technology,geography,time\n\
                     A,1,tCO2/t,±5.25%,,1,2.5,5\nB,2,tCO2e/t,,1.2,,,3\n";
        let mut tables = vec![read(rated.to_owned())];
        for release in Loaded::shipped_releases() {
            let loaded = Loaded::read(release, None, &mut Diagnostics::default()).unwrap().unwrap();
            tables.push(loaded.factors.factors().cloned().collect());
        }
        for factors in tables {
            let row = FactorRow { file: Arc::from(""), line: 0 };
            let plain: Vec<_> =
                factors.iter().map(|factor| EmissionFactor { row: row.clone(), ..factor.clone() }).collect();
            assert_eq!(format!("{:?}", read(written(&factors))), format!("{plain:?}"));
        }
    }
}
