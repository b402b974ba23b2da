//! What a search found, for people at a terminal.

use crate::catalogue::{Found, kinds};
use crate::factor::Gas;
use crate::report::labels::{factors as words, tables};
use crate::report::page::{Page, Screen, THOUSANDS};
use crate::text::{Text, text};
use crate::word::{GwpSet, Word};

/// How many factors are listed one by one; more are grouped by activity.
const SINGLE: usize = 20;

/// The factors and gases that were found, each line at most as wide as the screen where that is possible.
#[must_use]
pub fn found_text(found: &Found<'_>, screen: Screen) -> String {
    let page = Page { screen };
    let mut lines = page.release(found.loaded);
    if !found.factors.is_empty() {
        lines.push(String::new());
        let single = found.factors.len() <= SINGLE;
        lines.extend(if single { page.single_factors(&found.factors) } else { page.kinds(&kinds(&found.factors)) });
    }
    if !found.gases.is_empty() {
        lines.push(String::new());
        lines.push(page.bold(&page.say(&tables::gwp_table())));
        lines.extend(found.gases.iter().flat_map(|gas| page.gas_entry(gas)));
    }
    lines.push(String::new());
    lines.extend(page.indented(&page.say(&words::found(found.factors.len(), found.gases.len())), 0));
    lines.join("\n") + "\n"
}

/// That nothing was found, and what is near.
#[must_use]
pub fn nothing_found(text: &str, release: &str, near: &[String]) -> Text {
    let Text { en, zh } = words::near(near);
    text!("nothing in release {release} has `{text}`{en}", "{release} 版中没有 `{text}`{zh}")
}

impl Page {
    /// A gas and its GWPs in two lines.
    fn gas_entry(&self, gas: &Gas) -> Vec<String> {
        let name = Text { en: gas.name_en.clone(), zh: gas.name_zh.clone() };
        self.entry(&gas.name, Some(&name), &[self.gwps(gas)])
    }

    /// The GWP-100 in each report.
    pub(super) fn gwps(&self, gas: &Gas) -> String {
        let none = self.say(&words::none());
        let in_set = |(set, _): &(GwpSet, _)| {
            let gwp = gas.gwp(*set).map_or_else(|| none.clone(), |gwp| gwp.to_grouped(THOUSANDS));
            format!("{} {gwp}", set.name())
        };
        GwpSet::WORDS.iter().map(in_set).collect::<Vec<_>>().join(" · ")
    }
}
