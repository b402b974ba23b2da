//! Writing study.lock: the same study, the same bytes.

use std::fmt::Write as _;
use std::path::Path;

use super::{Difference, Kind, Lock, SCHEMA};
use crate::column::LOCK_FILE;
use crate::diagnostic::Diagnostics;
use crate::folder::Folder;
use crate::output::write_files;
use crate::text::text;
use crate::world::OrSay;

/// What stands above a lock, whatever the language: its bytes do not depend on who writes it.
const HEAD: &str = "\
# Written by `pertonne lock`: what the footprints of this study stand on. With --locked they are not computed from anything else.
# 由 `pertonne lock` 写入：本核算所依据的排放因子和 GWP。使用 --locked 时，如有任何不同，则不给出结果。
";

/// What became of study.lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// There was none that could be read.
    New,
    /// There was one, which differed in this; in nothing that counts where the list is empty.
    Changed(Vec<Difference>),
    /// It was there as it would be written.
    AsItWas,
}

impl Lock {
    /// Writes study.lock into the folder of its study, in place of a former one.
    ///
    /// # Errors
    /// A file that cannot be read or written, or that is none that this program would have written, unless `force` says
    /// that it may be replaced.
    pub fn write(&self, folder: &Path, force: bool) -> anyhow::Result<Written> {
        let content = self.to_toml();
        let mut written = Written::New;
        if let Some(source) = Folder::from(folder).file(LOCK_FILE) {
            let say = || text!("cannot read the former lock", "无法读取原有的锁定文件");
            if *source.read().or_say(say)? == *content.as_bytes() {
                return Ok(Written::AsItWas);
            }
            match Lock::read(&source, &mut Diagnostics::default()).or_say(say)? {
                Some(former) => written = Written::Changed(former.differences(self)),
                None if force => {}
                None => {
                    let shown = folder.join(LOCK_FILE);
                    let shown = shown.display();
                    return Err(text!(
                        "`{shown}` is there already, and is no lock that this program can read; nothing was written (--force replaces it)",
                        "`{shown}` 已存在，且不是本程序能读取的锁定文件；未写入任何文件（--force 可覆盖）"
                    )
                    .into());
                }
            }
        }
        write_files(folder, &[(LOCK_FILE.to_owned(), content.into_bytes())])?;
        Ok(written)
    }

    /// The lock as TOML.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let Lock { release, sha256, gwp, pins } = self;
        let [release, sha256, gwp] = [release, sha256, gwp].map(|text| quoted(&text.value));
        let mut toml = format!(
            "{HEAD}schema = \"{SCHEMA}\"\n\n[release]\nname = {release}\nsha256 = {sha256}\n\n[gwp]\nset = {gwp}\n"
        );
        for (pinned, pin) in pins {
            // Writing into a text cannot fail.
            let _ = writeln!(toml, "\n[[{}]]", pinned.kind.name());
            for key in pinned.kind.keys() {
                if let Some(text) = pin.text(key) {
                    let _ = writeln!(toml, "{key} = {}", quoted(text));
                }
            }
            if pinned.kind != Kind::Input && !pin.names.is_empty() {
                let names: Vec<String> = pin.names.keys().map(|name| quoted(name)).collect();
                let _ = match names.as_slice() {
                    [name] => writeln!(toml, "names = [{name}]"),
                    // One a line, so that a comparison of two versions shows which came and went.
                    names => writeln!(toml, "names = [\n    {},\n]", names.join(",\n    ")),
                };
            }
        }
        toml
    }
}

/// A text as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
