//! Where a report goes: one file, or a folder with a file for each table. What somebody else wrote, or changed, stays.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read};
use std::path::Path;

use crate::column::{LOCK_FILE, STUDY_FILE};
use crate::output::{NamedFile, is_inside, write_files};
use crate::source::sha256_of;
use crate::study::is_table;
use crate::text::{Language, text, visible};
use crate::world::OrSay;

/// What stands in the last line of a report in text, before the SHA-256 of all above it: by this the program knows what
/// it wrote, and that nobody changed it.
const MARK: &str = "pertonne.report sha256=";
/// The file that lists the tables of a folder with their SHA-256, as `sha256sum -c` reads it.
const LIST: &str = "pertonne.sha256";
/// No report is larger, in bytes.
const MOST: u64 = 1 << 30;
/// The properties of a workbook are no larger, in bytes.
const PROPERTIES: u64 = 64 << 10;

/// How a file says that it is a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// By its last line.
    Line,
    /// By a comment in its last line.
    Comment,
    /// By what is in it anyway.
    Within,
}

/// Where a report goes.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'d> {
    /// The study's folder, into which nothing goes that would be taken for data.
    pub study: &'d Path,
    /// The file, or the folder.
    pub path: &'d Path,
    /// Whether what somebody else wrote may be replaced.
    pub force: bool,
}

impl Destination<'_> {
    /// Writes a report that is one file.
    ///
    /// # Errors
    /// A place that is none for it, a file that somebody else wrote, or that cannot be written.
    pub fn write_file(self, content: Vec<u8>, mark: Mark) -> anyhow::Result<()> {
        let shown = self.path.display();
        let Some(name) = self.path.file_name().and_then(|name| name.to_str()) else {
            return Err(text!("`{shown}` is no file name", "`{shown}` 不是文件名").into());
        };
        if self.is_in_study()? && (is_table(name) || [STUDY_FILE, LOCK_FILE].contains(&name)) {
            return Err(text!(
                "`{shown}` lies in the study, and would be taken for a part of it; name another file or folder",
                "`{shown}` 位于核算文件夹内，会被当作核算的一部分；请换一个文件名或文件夹"
            )
            .into());
        }
        if !self.force && !is_free(self.path)? {
            return Err(text!(
                "`{shown}` is there already, and is no report as this program wrote it; nothing was written (--force replaces it)",
                "`{shown}` 已存在，且不是本程序生成后未经改动的报告；未写入任何文件（--force 可覆盖）"
            )
            .into());
        }
        let folder = self.path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        write_files(folder, &[(name.to_owned(), marked(content, mark))])
    }

    /// Writes a report that is a folder of tables. Tables of an earlier report that this one does not have are removed.
    ///
    /// # Errors
    /// A place that is none for it, a file that somebody else wrote or changed, or that cannot be written.
    pub fn write_folder(self, mut files: Vec<NamedFile>) -> anyhow::Result<()> {
        let shown = self.path.display();
        if self.is_in_study()? {
            return Err(text!(
                "`{shown}` lies in the study, where tables would be taken for data; name another folder",
                "`{shown}` 位于核算文件夹内，其中的表格会被当作数据；请换一个文件夹"
            )
            .into());
        }
        let listed = listed(self.path);
        let is_own = |name: &str| {
            let known = listed.get(name);
            let bytes = fs::read(self.path.join(name));
            known.is_some_and(|known| bytes.is_ok_and(|bytes| sha256_of(&bytes) == *known))
        };
        let there = |name: &&str| self.path.join(name).exists() && !is_own(name);
        let others: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).filter(there).collect();
        if !self.force && !others.is_empty() {
            let (en, zh) = (others.join(", "), others.join("、"));
            return Err(text!(
                "`{shown}` holds {en} already, not as this program wrote it; nothing was written (--force replaces it)",
                "`{shown}` 中已有 {zh}，且不是本程序生成后未经改动的文件；未写入任何文件（--force 可覆盖）"
            )
            .into());
        }
        let left: Vec<&String> =
            listed.keys().filter(|name| files.iter().all(|(written, _)| written != *name) && is_own(name)).collect();
        let line = |(name, content): &NamedFile| format!("{}  {name}\n", sha256_of(content));
        let list: String = files.iter().map(line).collect();
        files.push((LIST.to_owned(), list.into_bytes()));
        write_files(self.path, &files)?;
        for name in left {
            let removed = fs::remove_file(self.path.join(name));
            removed.or_say(|| text!("cannot remove the earlier `{name}`", "无法删除先前的 `{name}`"))?;
        }
        Ok(())
    }

    fn is_in_study(&self) -> anyhow::Result<bool> {
        let shown = self.path.display();
        Ok(is_inside(self.path, self.study).or_say(|| text!("cannot look at `{shown}`", "无法查看 `{shown}`"))?)
    }
}

/// What was written: a file, or as many tables into a folder.
#[must_use]
pub fn wrote_text(path: &str, tables: Option<usize>, language: Language) -> String {
    let path = visible(path);
    let text = match tables {
        None => text!("wrote {path}", "已写入 {path}"),
        Some(tables) => text!("wrote {tables} tables into {path}", "已在 {path} 写入 {tables} 个表格"),
    };
    text.in_language(language).to_owned() + "\n"
}

/// A report with the line that says what it is.
fn marked(mut content: Vec<u8>, mark: Mark) -> Vec<u8> {
    let hash = sha256_of(&content);
    match mark {
        Mark::Line => content.extend(format!("{MARK}{hash}\n").bytes()),
        Mark::Comment => content.extend(format!("<!-- {MARK}{hash} -->\n").bytes()),
        Mark::Within => {}
    }
    content
}

/// Whether nothing is at a path, or a report as it was written.
fn is_free(path: &Path) -> anyhow::Result<bool> {
    let shown = path.display();
    let say = || text!("cannot look at `{shown}`", "无法查看 `{shown}`");
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Ok(Err(error).or_say(say)?),
        Ok(there) if !there.is_file() || there.len() > MOST => Ok(false),
        Ok(_) => Ok(is_report(&fs::read(path).or_say(say)?)),
    }
}

/// Whether these are the bytes of a report that nobody changed: its last line has the SHA-256 of all above it. A workbook
/// says who saved it last.
fn is_report(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"PK") {
        return properties(bytes).is_ok_and(|properties| {
            properties.contains("<dc:creator>pertonne</dc:creator>")
                && properties.contains("<cp:lastModifiedBy>pertonne</cp:lastModifiedBy>")
        });
    }
    if bytes.starts_with(b"{\n  \"schema\": \"pertonne.report/") {
        return true;
    }
    let text = bytes.strip_suffix(b"\n").unwrap_or_default();
    let start = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line = String::from_utf8_lossy(&text[start..]);
    let line = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")).unwrap_or(&line);
    line.strip_prefix(MARK).is_some_and(|hash| sha256_of(&bytes[..start]) == hash)
}

/// What a workbook says of itself.
fn properties(bytes: &[u8]) -> anyhow::Result<String> {
    let mut properties = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    archive.by_name("docProps/core.xml")?.take(PROPERTIES).read_to_string(&mut properties)?;
    Ok(properties)
}

/// The SHA-256 of the tables that were written into a folder, by name.
fn listed(folder: &Path) -> BTreeMap<String, String> {
    let list = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
    let entries = list.lines().filter_map(|line| line.split_once("  "));
    // A name with a folder in it was not written by this program.
    let plain = entries.filter(|(_, name)| Path::new(name).file_name() == Some(name.as_ref()));
    plain.map(|(hash, name)| (name.to_owned(), hash.to_owned())).collect()
}
