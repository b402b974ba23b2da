//! What differs between two releases of the factor table, and what that does to the footprints of a study.

mod study;
mod table;

pub use study::{FactorUse, Part, ProductDifference, StudyDifference};
pub use table::{Change, Changed, GwpChange, TableDifference};
