//! Product carbon footprints from one plant's yearly CSV exports: per life-cycle stage, per tonne or per piece, exact
//! in decimals, and traceable to the row and the emission factor behind every number.
//!
//! # The method
//!
//! A footprint is computed in the order in which the modules run; data flows one way.
//!
//! ```text
//! CSV bytes  → source → table → inventory (Σ per group) → activity (typed record per group)
//! factors/   → factor ─────────────────────────────────→ characterise (Σq × f × GWP, once per group)
//! study.toml → study ──────────────────────────────────→ allocation → footprint → report
//! published.csv, targets.csv, actions.csv ────────────→ check, target ↗
//! CSV rows, once more, each with its part of the result → trace ──────↗
//! ```
//!
//! 1. **Study** ([`study`]). study.toml says who, where and when, which stages are inside the system boundary
//!    (ISO 14067:2018, 6.3.4), which release of emission factors and whose global warming potentials are used, and how
//!    co-products share.
//! 2. **Reading** ([`source`], [`table`]). Files are cut into blocks that end at a record's end; any number of workers
//!    read them. Columns are bound by name ([`column`](mod@column)).
//! 3. **Inventory** ([`inventory`]). Rows with the same texts are one group, and their amounts are summed:
//!    *Q* = Σ *q*. Emissions are linear in the activity, so that Σ(*q*·*f*) = *f*·*Q*.
//! 4. **Typed records** ([`activity`]). The texts of a group become a material use, an energy use, a transport leg, a
//!    waste treatment or a release. A leg is counted by fuel, by a vehicle's distance × consumption (× density), or by
//!    mass × distance.
//! 5. **Factors** ([`factor`]). A row gets the factor that it names, or the one whose name is its item; of several the
//!    nearest region's, and there the latest year's, as long as all are of one kind. A fuel's factor is ncv × carbon
//!    content × oxidation × 44/12 (IPCC 2006, vol. 2, ch. 1), unrounded. What was used can be pinned, and is then held
//!    to ([`lock`](mod@lock)).
//! 6. **Characterisation** ([`characterise`](mod@characterise)). *E* = *Q* × conversion × *f* × GWP-100, in t CO2e
//!    (ISO 14067:2018, 6.5.1).
//! 7. **Allocation** ([`allocation`]). What several products share is partitioned by stated shares, by the mass of the
//!    output or by revenue (ISO 14044:2006, 4.3.4). The parts add up to the whole exactly.
//! 8. **Footprint** ([`footprint`]). Contributions are summed per product, stage and scope, and divided by the output:
//!    emissions per declared unit (ISO 14067:2018, 6.3.3).
//! 9. **Quality** ([`quality`]). Where factors state their uncertainty or are rated, the footprint gets an interval of
//!    95 % (IPCC 2006, vol. 1, ch. 3, eq. 3.2) and mean ratings (PACT Methodology v3). Neither changes it.
//! 10. **Check and targets** ([`check`](mod@check), [`target`]). Published figures are held against computed ones by the
//!     precision that they were printed with, and the single causes of a difference are tried; targets stand beside the
//!     footprint of their year.
//! 11. **Trace** ([`trace`](mod@trace)). The rows are read once more, and each gets its part of the result; the parts
//!     add up to it to the last digit.
//! 12. **Views** ([`report`]). Every output is a view of the one result; renderers format and never compute. A report
//!     is a list of tables and charts that says which digits are shown, and one renderer a format. What rows say to the
//!     reader alone ([`remarks`]) stands in its tables; files are written whole or not at all ([`output`]).
//!
//! Beside the result stands an audit ([`mod@audit`]): what a verifier would question, each finding with the difference of two
//! results, the study's and the one with the one thing changed. Nothing else depends on it.
//!
//! What stands in a release of factors, and which of them a row would get, is shown by itself: [`catalogue`]. What
//! differs between two releases is put down, factor by factor, to the footprints of a study: [`mod@difference`].
//!
//! Beside the calculation stands a lint of factor tables ([`lint`](mod@lint)): it holds factors against each other, and no
//! result depends on it.
//!
//! # Exactness
//!
//! Amounts are decimals from the CSV byte to the printed digit ([`amount`]). A result does not depend on the order of
//! rows, on threads or on how a file was cut. Products are exact, or a diagnostic says that digits would be lost.
//! Division happens in named places alone, once for each, after everything is multiplied: allocation, per declared
//! unit, share, a vehicle's consumption, 44/12, a fuel's density, and between units of which neither is a decimal
//! multiple of the other (GJ and kWh). A quotient that does not end is rounded to 18 decimals. Else numbers are rounded
//! only to be printed, half away from zero.
//!
//! What judges a printed number is no result, and rounds at the 28th digit: what a figure could be where its inputs were
//! rounded, and what it would be under a hypothesis ([`amount::Estimate`]). What tells how good a result is, a mean rating
//! or the end of an interval, is rounded at the 18th decimal.
//!
//! # Assumptions
//!
//! - Normal cubic metres of gas count as cubic metres, as in the Chinese guidelines that the factors come from.
//! - Transport is by hired vehicles (scope 3) unless `fleet` says that they are the plant's own (scope 1).
//! - Energy is scope 1 where its factor is of combustion, scope 2 where it is of generation; where the factor does not
//!   say, an amount of energy is scope 2 and any other scope 1. Electricity that is generated on the site is scope 3
//!   where its factor is of the life cycle.
//! - Revenue is price × output of the period, whatever part of it was sold.
//! - Factors are uncertain independently of each other, and nothing else is uncertain.
//! - What the study leaves out, with a reason, weighs nothing; it is listed.
//!
//! # Problems
//!
//! What is wrong in the data is a value, not an error: [`diagnostic`]. A run collects all of it and gives no footprint
//! while an error stands. Each kind has a code, a documentation in English and Chinese, and a small study that shows
//! it: [`example`]. What keeps the program from its work and is not in the data is an error: [`world`].

pub mod activity;
pub mod allocation;
pub mod amount;
pub mod audit;
pub mod bytes;
pub mod calculation;
pub mod catalogue;
pub mod cell;
pub mod characterise;
pub mod check;
pub mod cli;
pub mod column;
pub mod date;
pub mod diagnostic;
pub mod difference;
pub mod example;
pub mod factor;
pub mod folder;
pub mod footprint;
pub mod init;
pub mod inventory;
pub mod lint;
pub mod lock;
pub mod name;
pub mod output;
pub mod product;
pub mod progress;
pub mod quality;
pub mod remarks;
pub mod report;
pub mod source;
pub mod study;
pub mod table;
pub mod target;
pub mod text;
pub mod trace;
pub mod unit;
pub mod vehicle;
pub mod word;
pub mod world;
