//! Product carbon footprints from one plant's yearly CSV exports.

pub mod activity;
pub mod allocation;
pub mod amount;
pub mod calculation;
pub mod cell;
pub mod characterise;
pub mod column;
pub mod date;
pub mod diagnostic;
pub mod factor;
pub mod footprint;
pub mod inventory;
pub mod name;
pub mod product;
pub mod source;
pub mod study;
pub mod table;
pub mod text;
pub mod unit;
pub mod vehicle;
pub mod word;
